"""Keeps the pipeline in step with the corpus and with what editors decide."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.answering.building import Materials, build_pipeline
from bot.answering.form_readings import FormReadings
from bot.answering.form_vectors import FormVectors
from bot.answering.forms import DENSE_SHARE
from bot.answering.matchers import MatcherMaker
from bot.answering.pipeline import Pipeline
from bot.answering.regions import load_gazetteer
from bot.answering.shelf import Shelf
from bot.answering.words import WordBook
from bot.calculators.registry import CalculatorRegistry
from bot.privacy import mask
from bot.retrieval.embedding import PassageEmbeddings
from bot.retrieval.index import Index
from bot.storage.editorial import EditorialStore
from bot.storage.policies import HeldPolicy, PolicyStore
from corpus.approved import bind_answers, load_answer_files
from corpus.errors import ModelUnavailableError, NotFoundError
from corpus.library import load_policies
from corpus.models import Policy
from corpus.vocabulary import Synonym, Vocabulary, load_vocabulary

_log = structlog.get_logger(__name__)
_LOCAL_TIME = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Sources:
    """What a pipeline reads while it answers."""

    store: PolicyStore
    index: Index
    embeddings: PassageEmbeddings
    editorial: EditorialStore


class NotHeldError(NotFoundError, KeyError):
    """A text came or went while a question was being answered."""


class HeldPolicies(Mapping[str, Policy]):
    """The policies of one corpus version by identifier; each text is read when it is first wanted."""

    def __init__(self, store: PolicyStore, held: tuple[HeldPolicy, ...], own: frozenset[str] = frozenset()) -> None:
        """Takes the list once, so that a question in progress sees one state of the corpus.

        `own` are the policies that come with the project, whether or not an editor has put a newer text in their place.
        """
        self._store = store
        self._own = own
        self._held = {policy.id: policy for policy in held}
        self._texts: dict[str, Policy] = {}

    def __getitem__(self, policy_id: str) -> Policy:
        """The policy with its text.

        Raises:
            NotHeldError: It was not held in this version of the corpus.
            NotFoundError: It is held no longer.
        """
        if policy_id not in self._held:
            raise NotHeldError(policy_id)
        if policy_id not in self._texts:
            self._texts[policy_id] = self._store.get(policy_id)
        return self._texts[policy_id]

    def __iter__(self) -> Iterator[str]:
        """The identifiers."""
        return iter(self._held)

    def __len__(self) -> int:
        """How many are held."""
        return len(self._held)

    def regions(self) -> tuple[str, ...]:
        """The regions of the policies held, each once."""
        return tuple({held.metadata.region: None for held in self._held.values() if held.metadata.region})

    def main(self) -> str | None:
        """The document meant where none is named: the one that comes with the project, else the only one."""
        bundled = next((held for held in self._held.values() if held.is_bundled or held.id in self._own), None)
        while bundled is not None and bundled.superseded_by in self._held and bundled.force_on(_today()) != "in_force":
            bundled = self._held[bundled.superseded_by]
        if bundled is not None:
            return bundled.id
        return next(iter(self._held)) if len(self._held) == 1 else None


class PipelineMaker:
    """Builds pipelines. What a change leaves alone (words, places, most often the answers) is not read again."""

    def __init__(
        self, sources: Sources, calculators: CalculatorRegistry, forms_folder: Path, ablate: frozenset[str]
    ) -> None:
        """`forms_folder` keeps the vectors of known ways of asking; `ablate` leaves parts out."""
        self._sources = sources
        self._calculators = calculators
        self._ablate = ablate
        self._forms = FormVectors(sources.embeddings, forms_folder)
        self._vocabulary = load_vocabulary()
        if "lexicon" in ablate:
            bare: dict[str, object] = {"synonyms": (), "technical_words": frozenset()}
            self._vocabulary = self._vocabulary.model_copy(update=bare)
        self._book = WordBook(self._vocabulary)
        share = 1.0 if "lexical" in ablate else DENSE_SHARE
        self._matchers = MatcherMaker(self._vocabulary, self._embed_forms, share, FormReadings(forms_folder))
        self._taught: tuple[Synonym, ...] = ()
        self._gazetteer = load_gazetteer(self._vocabulary)
        self._own = frozenset(policy.id for policy in load_policies())

    @property
    def book(self) -> WordBook:
        """The words, with what editors have added to them."""
        return self._book

    def make(self) -> Pipeline:
        """A pipeline over the corpus as it is now."""
        held = self._sources.store.held()
        policies = HeldPolicies(self._sources.store, held, self._own)
        shelf = Shelf(held, policies.main(), self._gazetteer, _today)
        editorial = self._sources.editorial
        # The editors' answers come first: of two that fit a question alike, the first is given.
        files = [*editorial.published_answers(), *load_answer_files()]
        approved = bind_answers(files, policies)
        vocabulary = self._teach(editorial.synonyms())
        for withdrawn in approved.withdrawn:
            _log.warning("approved_answer_withdrawn", answer=withdrawn.id, policy=withdrawn.policy_id)
        materials = Materials(
            vocabulary=vocabulary,
            book=self._book,
            gazetteer=self._gazetteer,
            policies=policies,
            regions=policies.regions,
            calculators=self._calculators,
            searcher=self._sources.index.searcher,
            embed=self._embed,
            prepare=self._sources.index.encoder.prepare if "dense" not in self._ablate else lambda _: None,
            embed_forms=self._embed_forms,
            matchers=self._matchers.make(() if "approved" in self._ablate else approved.answers, self._book),
            mask=mask,
            scope_for=shelf.scope_for,
            main_policy=shelf.main,
            silences=editorial.silences(),
            shelf=shelf,
        )
        return build_pipeline(materials, self._ablate)

    def _teach(self, added: tuple[Synonym, ...]) -> Vocabulary:
        """The vocabulary with the editors' synonyms; the word book is built anew only where they changed."""
        whole = self._vocabulary.model_copy(update={"synonyms": (*self._vocabulary.synonyms, *added)})
        if added != self._taught:
            self._book = WordBook(whole)
            self._taught = added
        return whole

    def _embed_forms(self, forms: Sequence[str]) -> NDArray[np.float32] | None:
        return None if "dense" in self._ablate else self._forms(forms)

    def _embed(self, text: str) -> NDArray[np.float32] | None:
        if "dense" in self._ablate:
            return None
        try:
            return self._sources.index.encoder.encode(text)
        except ModelUnavailableError:
            return None


class PipelineKeeper:
    """Gives the pipeline of the corpus and the editors' decisions as they are now.

    Questions asked after a change wait until its pipeline is built, all of them: an answer that was withdrawn is not
    given once more, and no text is looked up that is held no longer. `PipelineMaker` keeps what a change leaves alone.
    """

    def __init__(self, maker: PipelineMaker, version: Callable[[], Hashable]) -> None:
        """Builds the first pipeline."""
        self._maker = maker
        self._version = version
        self._building = Lock()
        self._built_for = version()
        self._pipeline = maker.make()

    def current(self) -> Pipeline:
        """The pipeline; the caller that first sees a change builds the next one, the others wait for it."""
        if self._version() != self._built_for:
            with self._building:
                version = self._version()
                if version != self._built_for:
                    self._pipeline = self._maker.make()
                    self._built_for = version
        return self._pipeline


def _today() -> date:
    return datetime.now(_LOCAL_TIME).date()
