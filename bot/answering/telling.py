"""How an approved answer, a sentence and a silence are told: the words around the policy's own."""

import re
from collections.abc import Sequence

from bot.answering import messages
from bot.answering.asks import strict
from bot.answering.gate import Statement
from bot.answering.gate.quantities import read
from bot.answering.matching import Match
from bot.answering.words import WordBook
from corpus.approved import ApprovedAnswer
from corpus.vocabulary import Ask

LONGEST_LINE = 150
_QUOTED = 2
_OPENING = re.compile(r"^(?:不?可以|不?能|不?要|不?算|不?用|不是强制|不是|是的?|有|没有|行|给企业)[。，](?=.{8,})")
_ASKS_FOR_OPENING = frozenset({"yes_no", "receiver", "approval", "stacking", "employment_form", "fee", "contingency"})


def is_yes_no(asks: Sequence[Ask]) -> bool:
    """Whether a yes or no is asked for."""
    return any(ask.name == "yes_no" for ask in asks)


def statement_of(answer: ApprovedAnswer, asks: Sequence[Ask]) -> Statement:
    """The answer's text; the yes, no or receiver that it opens with only for who asks for one."""
    text = answer.text
    if not any(ask.name in _ASKS_FOR_OPENING for ask in asks):
        text = _OPENING.sub("", text)
    return Statement(text, tuple(citation.id for citation in answer.citations))


def quoted(answer: ApprovedAnswer) -> tuple[Statement, ...]:
    """The answer's clauses in their own words: what is related to a silence is not an answer to it."""
    pairs = zip(answer.citations, answer.quotes, strict=False)
    return tuple(Statement(f"{citation.label}：“{quote}”", (citation.id,)) for citation, quote in list(pairs)[:_QUOTED])


def located(answer: ApprovedAnswer) -> Statement:
    """The answer's text after the clause that it stands in."""
    first = answer.citations[0]
    return Statement(f"写在{first.label}：{answer.text}", tuple(citation.id for citation in answer.citations))


def most_telling(sentence: str, question: str, book: WordBook) -> str:
    """The run of the sentence's clauses, at most 150 characters, that shares most with the question; verbatim."""
    if len(sentence) <= LONGEST_LINE:
        return sentence
    pieces = re.findall(r"[^,，;；]+[,，;；]?", sentence)
    wanted = set(book.content(question)) | set(question)
    weights = [sum(len(word) for word in wanted if word in piece) for piece in pieces]
    best, best_span = -1.0, (0, 1)
    for start in range(len(pieces)):
        length = 0
        for end in range(start, len(pieces)):
            length += len(pieces[end])
            if length > LONGEST_LINE:
                break
            weight = sum(weights[start : end + 1]) - 0.02 * length
            if weight > best:
                best, best_span = weight, (start, end + 1)
    return "".join(pieces[best_span[0] : best_span[1]]).strip(",，;；")


def unspoken(asks: Sequence[Ask], match: Match) -> tuple[Ask, ...]:
    """What is asked and the answer does not speak of; an answer that names a silence speaks of nothing else."""
    if match.answer.status == "partial":
        return ()
    quotes = match.answer.quotes
    # `从入职开始` speaks of when in the words by which one asks for it.
    told = [ask for ask in strict(tuple(asks)) if any(ask.regex.search(quote) for quote in quotes)]
    unanswered = [ask for ask in strict(tuple(asks)) if ask.name not in match.asks and ask not in told]
    held = {quantity.kind for quote in quotes for quantity in read(quote)}
    lacking = [ask for ask in asks if ask.expects and ask.name not in match.asks and not held & set(ask.expects)]
    return tuple(dict.fromkeys((*unanswered, *lacking)))


def silence_of(asks: Sequence[Ask], missing: Sequence[str]) -> str:
    """What the text does not say: the kinds asked, else the words that it lacks."""
    if asks:
        return messages.SILENT.format(what="、".join(ask.label for ask in asks))
    if missing:
        return messages.SILENT_FACTS.format(words="、".join(missing[:3]))
    return messages.SILENT_AT_ALL
