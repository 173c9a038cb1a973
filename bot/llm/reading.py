"""Reads a model's structured answer while it arrives, a whole statement at a time."""

import json
import re

from langchain_core.utils.json import parse_partial_json
from pydantic import ValidationError

from bot.llm.schema import AnswerOutput, StatementOutput

MAX_CHARACTERS = 24_000
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


class AnswerReader:
    """Collects the pieces of one answer; what is read is never more than what has fully arrived."""

    def __init__(self) -> None:
        self._text = ""
        self._given = 0

    @property
    def is_too_long(self) -> bool:
        """Whether the model wrote more than any answer needs."""
        return len(self._text) > MAX_CHARACTERS

    def feed(self, piece: str) -> list[StatementOutput]:
        """The statements that became whole with this piece: those that another statement or field follows."""
        self._text += piece
        if not piece or self.is_too_long or not any(mark in piece for mark in "}]"):
            return []
        parsed = _parse(self._text)
        if parsed is None:
            return []
        rows = parsed.get("statements")
        is_closed = "completeness" in parsed
        whole = rows if is_closed else rows[:-1] if isinstance(rows, list) else []
        return self._new(whole)

    def finish(self) -> AnswerOutput | None:
        """The whole answer, or None where it is cut short or not of the shape asked for."""
        found = _OBJECT.search(self._text)
        if found is None or self.is_too_long:
            return None
        try:
            return AnswerOutput.model_validate(json.loads(found[0]))
        except (ValidationError, ValueError, RecursionError):
            return None

    def _new(self, rows: object) -> list[StatementOutput]:
        fresh: list[StatementOutput] = []
        for row in (rows if isinstance(rows, list) else [])[self._given :]:
            self._given += 1
            try:
                fresh.append(StatementOutput.model_validate(row))
            except ValidationError:
                continue
        return fresh


def _parse(text: str) -> dict[str, object] | None:
    start = text.find("{")
    if start < 0:
        return None
    try:
        parsed = parse_partial_json(text[start:])
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None
