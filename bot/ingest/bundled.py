"""The policies that come with the program, kept as they come unless an editor has put another text in their place."""

from collections.abc import Iterable

from sqlalchemy import select

from bot.ingest.ingestor import Ingestor
from bot.ingest.outcomes import FileOutcome
from bot.storage.database import Database
from bot.storage.tables import PolicyRow
from bot.storage.writing import Marks
from corpus.models import Policy


def ingest_bundled(database: Database, ingestor: Ingestor, policies: Iterable[Policy]) -> list[FileOutcome]:
    """Store those policies that are not held or have changed; quick, and nothing is embedded, where all are held."""
    with database.read() as connection:
        replaced = connection.execute(select(PolicyRow.id).where(PolicyRow.is_bundled.is_(False))).scalars().all()
    own = set(replaced)
    return [ingestor.ingest_policy(policy, Marks(is_bundled=True)) for policy in policies if policy.id not in own]
