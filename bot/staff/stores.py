"""Everything that members of staff work with, over one database."""

from dataclasses import dataclass

from bot.ingest.review import Reviewer
from bot.settings import Settings
from bot.staff.accounts import Accounts
from bot.staff.api_keys import ApiKeys
from bot.staff.audit import Audit
from bot.staff.checking import AnswerChecker
from bot.staff.desk import AskedQuestions, DeskDirectory
from bot.staff.figures import FigureReader
from bot.staff.grouping import Embed, Grouper
from bot.staff.handovers import Handovers
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


def open_stores(
    settings: Settings, database: Database, policies: PolicyStore, editorial: EditorialStore, embed: Embed
) -> StaffStores:
    """The stores over an open database; `embed` gives unit vectors of questions."""
    directory = DeskDirectory(policies, editorial)
    notes = CallNotes(database)
    notes.purge(settings.retention_days)
    return StaffStores(
        accounts=Accounts(database),
        sessions=Sessions(database),
        keys=ApiKeys(database),
        audit=Audit(database),
        editorial=editorial,
        questions=OpenQuestions(database, editorial, Grouper(embed)),
        checker=AnswerChecker(policies.get),
        directory=directory,
        asked=AskedQuestions(database),
        handovers=Handovers(database),
        notes=notes,
        figures=FigureReader(database, directory.label_of),
    )
