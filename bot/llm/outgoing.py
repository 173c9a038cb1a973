"""What leaves the process: masked, without what may never be sent, and marked as data."""

import re
import secrets
from collections.abc import Callable, Iterable

from corpus.errors import SettingsError

HIDDEN = "[已隐去]"
_SEPARATOR = re.compile(r"[,，、;；\n]")


class Outgoing:
    """Prepares every text that a language model is sent."""

    def __init__(self, mask: Callable[[str], str], never_send: str = "") -> None:
        """Takes the masking of personal data and the setting `POLICY_LLM_NEVER_SEND`.

        Raises:
            SettingsError: A pattern of the setting cannot be read.
        """
        self._mask = mask
        self._never = [_pattern(entry.strip()) for entry in _split(never_send)]

    def text(self, text: str) -> str:
        """The text masked, each forbidden part replaced by a mark."""
        masked = self._mask(text)
        for pattern in self._never:
            masked = pattern.sub(HIDDEN, masked)
        return masked

    def is_forbidden(self, text: str) -> bool:
        """Whether the text holds a part that may never be sent."""
        return any(pattern.search(text) for pattern in self._never)

    def rows(self, rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The passages that may be sent: one with a forbidden part is left out whole."""
        return [(key, text) for key, text in rows if not self.is_forbidden(text)]


def _split(setting: str) -> list[str]:
    """A line that is a pattern stays whole: commas belong to it."""
    entries: list[str] = []
    for line in setting.splitlines():
        entries += [line] if line.strip().startswith("re:") else _SEPARATOR.split(line)
    return [entry for entry in entries if entry.strip()]


def _pattern(entry: str) -> re.Pattern[str]:
    try:
        return re.compile(entry[3:] if entry.startswith("re:") else re.escape(entry), re.IGNORECASE)
    except re.error:
        raise SettingsError("设置 POLICY_LLM_NEVER_SEND 里有一条正则表达式写错了，请检查。") from None


def as_data(name: str, content: str, nonce: str) -> str:
    """The content between marks that it cannot forge: the nonce is new each time, angle brackets are widened."""
    inert = content.replace("<", "＜").replace(">", "＞").replace(nonce, "")
    return f"<{name} {nonce}>\n{inert}\n</{name} {nonce}>"


def new_nonce() -> str:
    """A mark that no document can have known."""
    return secrets.token_hex(4)
