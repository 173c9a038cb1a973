"""Everything that members of staff work with, over one database."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.ingest.review import Reviewer
from bot.settings import Settings
from bot.staff.accounts import Accounts
from bot.staff.api_keys import ApiKeys
from bot.staff.audit import Audit
from bot.staff.checking import AnswerChecker
from bot.staff.desk import AskedQuestions, DeskDirectory
from bot.staff.figures import FigureReader
from bot.staff.grouping import Embeddings, Grouper
from bot.staff.handovers import Handovers
from bot.staff.likeness import Matter
from bot.staff.notes import CallNotes
from bot.staff.questions import OpenQuestions
from bot.staff.sessions import Sessions
from bot.storage.database import Database
from bot.storage.editorial import EditorialStore
from bot.storage.policies import PolicyStore


@dataclass(frozen=True)
class StaffStores:
    """The parts of the desk."""

    accounts: Accounts
    sessions: Sessions
    keys: ApiKeys
    audit: Audit
    editorial: EditorialStore
    questions: OpenQuestions
    checker: AnswerChecker
    directory: DeskDirectory
    asked: AskedQuestions
    handovers: Handovers
    notes: CallNotes
    figures: FigureReader
    reviewer: Reviewer | None = None


@dataclass(frozen=True)
class Held:
    """What the desk works on."""

    database: Database
    policies: PolicyStore
    editorial: EditorialStore


def open_stores(settings: Settings, held: Held, embeddings: Embeddings, read: Callable[[str], Matter]) -> StaffStores:
    """The stores over an open database; by `embeddings` and `read`, what a question is about, questions are grouped."""
    database, policies, editorial = held.database, held.policies, held.editorial
    directory = DeskDirectory(policies, editorial)
    notes = CallNotes(database)
    notes.purge(settings.retention_days)
    return StaffStores(
        accounts=Accounts(database),
        sessions=Sessions(database),
        keys=ApiKeys(database),
        audit=Audit(database),
        editorial=editorial,
        questions=OpenQuestions(database, editorial, Grouper(database, embeddings, read)),
        checker=AnswerChecker(policies.get),
        directory=directory,
        asked=AskedQuestions(database),
        handovers=Handovers(database),
        notes=notes,
        figures=FigureReader(database, directory.label_of),
    )
