"""The one place that chooses implementations and puts an assistant together."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering.asks import AskReader
from bot.answering.assistant import Assistant, Engine
from bot.answering.building import ABLATIONS
from bot.answering.helping import Helping, Uses
from bot.answering.improving import Improver
from bot.answering.keeping import PipelineKeeper, PipelineMaker, Sources
from bot.answering.pipeline import Pipeline
from bot.answering.wording import Wording
from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from bot.ingest.bundled import ingest_bundled
from bot.ingest.ingestor import Ingestor
from bot.ingest.review import Reviewer
from bot.llm.assembly import Resources, build_language_model
from bot.privacy import mask
from bot.retrieval.embedding import make_embeddings, model_folder
from bot.retrieval.index import build_index
from bot.settings import Settings
from bot.staff.likeness import read_matter
from bot.staff.stores import Held, StaffStores, open_stores
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.editorial import EditorialStore
from bot.storage.locking import FolderLock, prepare_folder
from bot.storage.policies import PolicyStore
from bot.tracing import Tracer, make_tracer
from corpus.approved import load_answer_files
from corpus.errors import SettingsError
from corpus.library import load_policies
from corpus.rulebook import Rulebook, load_rulebook
from corpus.vocabulary import load_vocabulary

_FORMS = "forms"
_DEGRADED = {
    "vector_index": "向量索引正在建立，暂由逐条比较代替",
    "vectors": "部分条文还没有向量，暂按字词检索",
    "embedding_model": "向量模型不可用，只按字词检索",
}


def build_assistant(settings: Settings, *, ablate: frozenset[str] = frozenset(), serving: bool = False) -> Assistant:
    """The assistant of these settings. The policies that come with the project are taken in first.

    Args:
        settings: As read at the entry point.
        ablate: Parts to leave out, of `ABLATIONS`, to measure what each is worth.
        serving: Whether it serves for long: it then owns the data folder and keeps the vector index.

    Raises:
        SettingsError: A setting is unusable or needs what is not installed, or `ablate` names no part.
        StorageError: The data folder is in use or cannot be written, or the database is from a newer version.
        DataError: A file of the corpus is malformed.
        ModelUnavailableError: The embedding model cannot be assembled or loaded.
    """
    if not ablate <= ABLATIONS:
        raise SettingsError(f"可以去掉的部分只有：{'、'.join(sorted(ABLATIONS))}。")
    tracer = make_tracer(settings)
    lock = _lock(settings) if serving else None
    ground = _lay_ground(settings)
    maker = PipelineMaker(ground.sources, ground.rules.calculators, _forms_folder(settings), ablate)
    engine = _build_engine(settings, ground, maker, tracer)
    if serving:
        ground.sources.index.start()
    return Assistant(replace(engine, closers=(*engine.closers, *([lock.release] if lock else []))))


@dataclass(frozen=True)
class Rules:
    """The rulebook, and what works by it."""

    book: Rulebook
    calculators: CalculatorRegistry
    eligibility: EligibilityEngine


@dataclass(frozen=True)
class Ground:
    """The database, what stands in it, and what writes to it."""

    database: Database
    ingestor: Ingestor
    sources: Sources
    rules: Rules


def _lay_ground(settings: Settings) -> Ground:
    """The opened database, holding at least the policies that come with the project, and its index."""
    database = open_database(settings)
    embeddings = make_embeddings(settings)
    ingestor = Ingestor(database, embeddings)
    own = load_policies()
    ingest_bundled(database, ingestor, own)
    rulebook = load_rulebook({policy.id: policy for policy in own})
    editorial = EditorialStore(database, two_person=settings.two_person_approval)
    return Ground(
        database,
        ingestor,
        Sources(PolicyStore(database), build_index(settings, database, embeddings), embeddings, editorial),
        Rules(rulebook, CalculatorRegistry(rulebook), EligibilityEngine(rulebook)),
    )


def _build_engine(settings: Settings, ground: Ground, maker: PipelineMaker, tracer: Tracer) -> Engine:
    """All parts of the assistant; its closers close what the ground opened."""
    index, store, editorial, rules = ground.sources.index, ground.sources.store, ground.sources.editorial, ground.rules
    conversations = ConversationStore(ground.database, settings)
    keeper = PipelineKeeper(maker, lambda: (index.version, editorial.version()))
    resources = Resources(index.searcher, store.get, rules.calculators, rules.eligibility)
    return Engine(
        pipeline=keeper.current,
        searcher=index.searcher,
        policies=store,
        calculators=rules.calculators,
        eligibility=rules.eligibility,
        conversations=conversations,
        improver=_improver(settings, resources, keeper.current),
        degraded=lambda: [_DEGRADED.get(name, name) for name in index.degraded],
        index_version=lambda: str(index.version),
        follow_corpus=index.refresh,
        staff=_staff(settings, ground, maker),
        tracer=tracer,
        closers=(conversations.close, index.close, ground.database.close, tracer.close),
    )


def _staff(settings: Settings, ground: Ground, maker: PipelineMaker) -> StaffStores:
    """The stores of the desk, with the review of new texts against answers and rules."""
    sources, asks = ground.sources, AskReader(load_vocabulary())
    reviewer = Reviewer(
        ground.database,
        ground.ingestor,
        lambda: [*sources.editorial.published_answers(), *load_answer_files()],
        ground.rules.book,
    )
    held = Held(ground.database, sources.store, sources.editorial)
    stores = open_stores(settings, held, sources.embeddings, lambda text: read_matter(text, maker.book, asks))
    return replace(stores, reviewer=reviewer)


def _improver(settings: Settings, resources: Resources, pipeline: Callable[[], Pipeline]) -> Improver | None:
    """What a language model adds to answers, where one is configured and generation is not switched off."""
    model = build_language_model(settings, resources, mask)
    if model is None:
        return None
    wording = Wording(model.generator, resources.searcher, resources.policy_of)
    uses = Uses(*(settings.uses_llm_for(use) for use in ("follow_ups", "routing", "suggestions")))
    helping = Helping(model.helpers, pipeline, resources.searcher, uses)
    return Improver(wording if settings.uses_llm_for("wording") else None, helping, settings.llm_deadline_s)


def _forms_folder(settings: Settings) -> Path:
    """Where the vectors of known ways of asking are kept: beside the model, so that each is made once a machine."""
    beside = model_folder(settings.model_dir).parent
    return (beside if os.access(beside, os.W_OK) else settings.data_dir) / _FORMS


def _lock(settings: Settings) -> FolderLock:
    prepare_folder(settings.data_dir)
    return FolderLock(settings.data_dir).acquire()
