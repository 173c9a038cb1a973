"""Builds the pipeline from the corpus as it stands; built anew whenever the corpus changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.across import AcrossResponder
from bot.answering.asks import AskReader
from bot.answering.calculate import CalculationResponder
from bot.answering.content import ContentResponder
from bot.answering.contextualise import Contextualiser
from bot.answering.document import DocumentFacts
from bot.answering.evidence import Sources
from bot.answering.finding import TextFinder
from bot.answering.force import ForceNotices
from bot.answering.lookup import Lookup
from bot.answering.matchers import Matchers
from bot.answering.models import Question
from bot.answering.pipeline import Mask, Pipeline, Responder, Steps
from bot.answering.places import PlaceGuard
from bot.answering.regions import Gazetteer
from bot.answering.shelf import Shelf
from bot.answering.silences import SilenceResponder
from bot.answering.spelling import Speller
from bot.answering.state import Inquiry, Reply
from bot.answering.talk import SmallTalk
from bot.answering.verify import Verifier
from bot.answering.words import WordBook
from bot.calculators.registry import CalculatorRegistry
from bot.retrieval.models import Scope, Searcher
from bot.storage.editorial import KnownSilence
from corpus.models import Policy
from corpus.statutes import load_statute_words
from corpus.vocabulary import Vocabulary

Vectors = NDArray[np.float32]
ABLATIONS = frozenset({"lexicon", "approved", "spelling", "lexical", "dense"})


@dataclass(frozen=True)
class Materials:
    """What a pipeline is built from."""

    vocabulary: Vocabulary
    book: WordBook
    gazetteer: Gazetteer
    policies: Mapping[str, Policy]
    regions: Callable[[], Sequence[str]]
    calculators: CalculatorRegistry | None
    searcher: Searcher
    embed: Callable[[str], Vectors | None]
    prepare: Callable[[Iterable[str]], None]
    embed_forms: Callable[[Sequence[str]], Vectors | None]
    matchers: Matchers
    mask: Mask
    scope_for: Callable[[str, Question], Scope | None]
    main_policy: str | None
    silences: Sequence[KnownSilence] = ()
    shelf: Shelf | None = None


def build_pipeline(materials: Materials, ablate: frozenset[str] = frozenset()) -> Pipeline:
    """The pipeline over these materials; `ablate` leaves parts out, to measure what each is worth."""
    reader = AskReader(materials.vocabulary)
    policy_of = materials.policies.__getitem__
    book = materials.book
    places = PlaceGuard(materials.gazetteer, policy_of, materials.regions)
    chooser = _chooser(materials)
    responders: list[Responder] = [
        Lookup(chooser, lambda text: bool(book.content(text)), materials.shelf, policy_of),
        DocumentFacts(chooser, book, materials.shelf),
        SilenceResponder(materials.silences, book, (materials.embed, materials.embed_forms), policy_of),
        *([_about_main(CalculationResponder(materials.calculators), materials)] if materials.calculators else []),
        _content(materials, ContentResponder(_sources(materials), policy_of, book)),
    ]
    return Pipeline(
        Steps(
            mask=materials.mask,
            talk=SmallTalk(materials.vocabulary),
            speller=None if "spelling" in ablate else _speller(materials),
            reader=reader,
            contextualiser=Contextualiser(book, reader),
            scope_for=materials.scope_for,
            prepare=materials.prepare,
            responders=responders,
            places=places,
            verifier=Verifier(policy_of),
            force=ForceNotices(materials.shelf) if materials.shelf else lambda _, reply: reply,
        )
    )


def _content(materials: Materials, home: ContentResponder) -> Responder:
    """From the main policy alone, or from all texts where there is a shelf of them."""
    if materials.shelf is None:
        return home
    finder = TextFinder(materials.searcher, materials.policies.__getitem__, materials.book, load_statute_words())
    return AcrossResponder(home, finder, materials.shelf, materials.book, materials.gazetteer)


def _about_main(responder: Responder, materials: Materials) -> Responder:
    """The responder for questions that do not name another text: calculations follow the main policy's rules."""

    def respond(inquiry: Inquiry) -> Reply | None:
        named = inquiry.scope.policy_ids if inquiry.scope else None
        return None if named and materials.main_policy not in named else responder(inquiry)

    return respond


def _sources(materials: Materials) -> Sources:
    matchers = materials.matchers
    return Sources(matchers.answers, matchers.outside, materials.searcher, materials.embed)


def _speller(materials: Materials) -> Speller:
    main = materials.policies.get(materials.main_policy or "")
    said = " ".join(sentence.text for sentence in main.sentences()) if main else ""
    terms = {word for word in materials.book.segment(said) if len(word) > 1}
    plain = {word for pair in materials.vocabulary.synonyms for word in pair.plain if len(word) > 1}
    return Speller(terms | plain | materials.book.technical, materials.vocabulary.lookalikes, materials.book)


def _chooser(materials: Materials) -> Callable[[Inquiry], Policy | None]:
    """The document that a look-up by number means: the one named, else the conversation's, else the main one."""

    def choose(inquiry: Inquiry) -> Policy | None:
        scoped = inquiry.scope.policy_ids if inquiry.scope else None
        cited = next((turn.cited for turn in reversed(inquiry.turns) if turn.cited), [])
        spoken_of = cited[0].split("/", 1)[0] if cited else ""
        name = scoped[0] if scoped else spoken_of if spoken_of in materials.policies else materials.main_policy
        return materials.policies.get(name) if name else None

    return choose
