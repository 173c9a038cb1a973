"""What tests of the answering steps share: the real vocabulary, words, places and first policy, each read once."""

from functools import cache

from bot.answering.asks import AskReader
from bot.answering.contextualise import Contextualiser
from bot.answering.models import Status, Turn
from bot.answering.regions import Gazetteer, load_gazetteer
from bot.answering.spelling import Speller
from bot.answering.state import Inquiry
from bot.answering.words import WordBook
from corpus.library import load_policies
from corpus.models import Policy
from corpus.vocabulary import Vocabulary, load_vocabulary

POLICY_ID = "baotou-jineng-qiangqi"


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@cache
def book() -> WordBook:
    return WordBook(vocabulary())


@cache
def reader() -> AskReader:
    return AskReader(vocabulary())


@cache
def gazetteer() -> Gazetteer:
    return load_gazetteer(vocabulary())


@cache
def speller() -> Speller:
    said = " ".join(sentence.text for sentence in policy().sentences())
    words = {word for word in book().segment(said) if len(word) > 1}
    return Speller(words | book().technical, vocabulary().lookalikes, book())


@cache
def contextualiser() -> Contextualiser:
    return Contextualiser(book(), reader())


@cache
def policy() -> Policy:
    return next(policy for policy in load_policies() if policy.id == POLICY_ID)


def asked(text: str, *turns: Turn) -> Inquiry:
    return Inquiry(typed=text, text=text, asks=reader().read(text), turns=turns)


def turn(question: str, status: Status = "answered", **more: object) -> Turn:
    return Turn.model_validate({"question": question, "resolved": question, "status": status, **more})
