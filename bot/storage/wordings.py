"""The wording of a recorded question, and the key by which its group and vector are kept."""

import hashlib
import json
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.storage.record_tables import AnswerRow
from bot.storage.staff_tables import WordingRow


def question_key(text: str) -> str:
    """The name of a wording: blanks, punctuation and width make no difference."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(c)[0] in "LN")
    return hashlib.blake2b((plain or text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def wording_of(row: Any) -> str:
    """The question, or what it was understood as where it says less by itself: 怎么申请 is of many matters."""
    resolved: str = json.loads(row.turn).get("resolved") or ""
    return resolved if len(resolved) > len(row.question) else str(row.question)


def forget_wordings(connection: Connection, of: ColumnElement[bool]) -> None:
    """Forget the groups and vectors of the answers' wordings, which must not outlive the questions.

    Where somebody else asked the same, it finds a group again when the list is looked at next.
    """
    rows = connection.execute(select(AnswerRow.question, AnswerRow.turn).where(of))
    keys = {question_key(wording_of(row)) for row in rows}
    for key in keys:
        connection.execute(delete(WordingRow).where(WordingRow.question_key == key))
