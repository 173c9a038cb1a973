"""The references inside a policy's own sentences, resolved to clauses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.marks import ordinal_value
from corpus.models import Clause, Policy, Sentence
from corpus.references.names import KINDS, Names, short_title
from corpus.references.places import PLACE, Place, clause_at, paragraphs, places

_WORK = re.compile(r"《((?:[^《》]|《[^《》]*》){2,100})》")
_OWN = re.compile(rf"本(?:实施)?(?:{KINDS}|法)$")
_NAMED = re.compile(rf"[\u4e00-\u9fff]{{2,30}}?(?:{KINDS})$")
_JOINED = re.compile(r"^(?:、|和|与|及|以及|或者?|，|,|\s)*$")
_RELATIVE = re.compile(
    r"(?:前(?P<count>[一二两三四五]?)(?P<unit>款(?!项)|条(?![件例款]))|(?<![基日])本(?P<own>条(?![例件目约])|款(?!项))(?:第(?P<paragraph>[一二三四五六七八九十\d]{1,3})款)?)"
    r"(?:第\s?[（(]?(?P<item>[一二三四五六七八九十\d]{1,3})[）)]?\s?项)?"
)
_CALLED = re.compile(r"《([^《》]{2,80})》\s*[（(]以下(?:简称|称)[“\"《]?([\u4e00-\u9fff]{2,20})[”\"》]?[）)]")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference at `text[start:end]` of a sentence.

    `policy_id` is None where the text that it names is not held; `title` names it in any case. `path` is None
    where the whole text is meant or the place does not exist. `paragraph` counts 款 from 1.
    """

    start: int
    end: int
    text: str
    title: str
    policy_id: str | None
    path: str | None
    paragraph: int | None = None


class Linker:
    """Resolves references over the policies held."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._names = Names(policies)
        self._called: dict[str, dict[str, str]] = {}

    def references(self, sentence: Sentence, policy: Policy) -> list[Reference]:
        """The references of the sentence in the order of its text. Never raises."""
        found = [*self._numbered(sentence.text, policy), *self._relative(sentence, policy)]
        covered = [(reference.start, reference.end) for reference in found]
        for match in _WORK.finditer(sentence.text):
            if not any(start <= match.start() < end for start, end in covered):
                held = self._held(match[1], policy)
                found.append(Reference(*match.span(), match[0], match[1], held.id if held else None, None))
        return sorted(found, key=lambda reference: reference.start)

    def _numbered(self, text: str, policy: Policy) -> list[Reference]:
        """`本办法第三条`, `《劳动法》第四十六条`, `劳动合同法第三十九条、第四十条`; a number alone means this text."""
        found: list[Reference] = []
        end, title = 0, policy.title
        held: Policy | None = policy
        for match in PLACE.finditer(text):
            before = text[end : match.start()]
            start = match.start()
            if not (found and _JOINED.match(before)):
                start, title, held = self._named(text[: match.start()], policy)
                start = max(start, end)
            end = match.end()
            for place in places(match):
                found.append(_reference(text, (start, end), title, held, place))
        return found

    def _named(self, before: str, policy: Policy) -> tuple[int, str, Policy | None]:
        """Where the name that ends the text starts, the title it gives, and the policy of that title if held."""
        quoted = re.search(r"《((?:[^《》]|《[^《》]*》){2,100})》$", before)
        if quoted:
            return quoted.start(), quoted[1], self._held(quoted[1], policy)
        own = _OWN.search(before)
        if own:
            return own.start(), policy.title, policy
        if not _NAMED.search(before):
            return len(before), policy.title, policy
        for start in range(max(0, len(before) - 30), len(before) - 1):
            held = self._held(before[start:], policy)
            if held:
                return start, before[start:], held
        called = re.search(
            rf"(?:依照|按照|根据|违反|适用|符合|和|与|、|，|^)([\u4e00-\u9fff]{{2,20}}?(?:{KINDS}))$", before
        )
        return (called.start(1), called[1], None) if called else (len(before), policy.title, policy)

    def _held(self, name: str, policy: Policy) -> Policy | None:
        """The policy of that title, or of the title that the text introduced under that short name."""
        if short_title(name) == short_title(policy.title):
            return policy
        full = self._short_names(policy).get(name, name)
        return next(iter(self._names.exactly(full)), None)

    def _short_names(self, policy: Policy) -> dict[str, str]:
        if policy.id not in self._called:
            self._called[policy.id] = {short: full for full, short in _CALLED.findall(policy.text)}
        return self._called[policy.id]

    def _relative(self, sentence: Sentence, policy: Policy) -> list[Reference]:
        """`前款`, `前两款`, `前条`, `本条第一款`: counted from where the sentence stands."""
        clause = policy.clause(sentence.path)
        article = _article_of(policy, clause)
        here = _paragraph_of(policy, article, sentence)
        found: list[Reference] = []
        for match in _RELATIVE.finditer(sentence.text):
            path, numbers = _relative_place(policy, article, here, match)
            for number in numbers:
                item = _item_at(policy, path, number, match["item"])
                place = (item, None) if item else (path, number)
                found.append(Reference(*match.span(), match[0], policy.title, policy.id, *place))
        return found


def find_references(sentence: Sentence, policy: Policy, policies: Sequence[Policy]) -> list[Reference]:
    """The references of one sentence; for many sentences keep one `Linker`."""
    return Linker(policies).references(sentence, policy)


def _reference(text: str, span: tuple[int, int], title: str, held: Policy | None, place: Place) -> Reference:
    clause = clause_at(held, place) if held else None
    return Reference(
        *span, text[slice(*span)], title, held.id if held else None, clause.path if clause else None, place.paragraph
    )


def _article_of(policy: Policy, clause: Clause) -> Clause:
    """The article, or the first-level clause, that the clause is in."""
    current = clause
    while current.parent and current.kind == "item":
        above = policy.clause(current.parent)
        if above.kind not in {"article", "item"}:
            break
        current = above
    return current


def _paragraph_of(policy: Policy, article: Clause, sentence: Sentence) -> int:
    starts = [group[0].start for group in paragraphs(policy, article)]
    return sum(start <= sentence.start for start in starts)


def _relative_place(
    policy: Policy, article: Clause, here: int, match: re.Match[str]
) -> tuple[str | None, list[int | None]]:
    if match["own"]:
        number = ordinal_value(match["paragraph"]) if match["paragraph"] else (here if match["own"] == "款" else None)
        return article.path, [number]
    count = ordinal_value(match["count"]) if match["count"] else 1
    if match["unit"] == "条":
        return _article_before(policy, article), [None]
    numbers = [number for number in range(here - (count or 1), here) if number >= 1]
    return (article.path, list(numbers)) if numbers else (None, [None])


def _item_at(policy: Policy, path: str | None, paragraph: int | None, item: str | None) -> str | None:
    """The path of that item (`前款第（一）项`) where there is such an item."""
    number = ordinal_value(item) if item else None
    clause = clause_at(policy, Place(path, paragraph, number)) if path and number else None
    return clause.path if clause else None


def _article_before(policy: Policy, article: Clause) -> str | None:
    alike = [clause.path for clause in policy.clauses if clause.kind == article.kind]
    position = alike.index(article.path)
    return alike[position - 1] if position else None
