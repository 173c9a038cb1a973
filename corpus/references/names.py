"""Which policy a name means: its title, its short title, or what people call it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.models import Policy
from corpus.text import normalise

KINDS = "法典|法|条例|规定|办法|细则|意见|通知|方案|决定|公告|措施|规则|制度|预案|批复|复函|函"
Edition = Literal["current", "old"] | int
_ENDS_LIKE_NAME = re.compile(rf"(?:{KINDS})$")
_COUNTRY = "中华人民共和国"
_TRIAL = re.compile(r"\((?:试行|暂行|修订|修正|草案)\)$")
EDITION_MARK = re.compile(r"旧版|旧法|旧的|老版|修订前|修改前|修正前|原来的|废止的")
"""What asks for the version before the current one."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年?(?:的|版|时|那时|修)?")
_LONGEST_NAME = 60
_SHORTEST_CALL_NAME = 3
_SHORTEST_STEM = 2
_BEFORE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name found at the end of a text, where it starts there, and the policies that it may mean."""

    name: str
    start: int
    policies: tuple[Policy, ...]


class Names:
    """Finds policies by name. Of several versions of one text the current one is meant, unless another is asked for."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = list(policies)
        self._versions: dict[str, list[Policy]] = {}
        for policy in self._policies:
            self._versions.setdefault(short_title(policy.title), []).append(policy)
        for versions in self._versions.values():
            versions.sort(key=_age)

    def exactly(self, name: str, edition: Edition = "current") -> tuple[Policy, ...]:
        """The policy with that title, with or without the name of the country; empty where none is held."""
        versions = self._versions.get(short_title(name), [])
        return (_choose(versions, edition),) if versions else ()

    def loosely(self, name: str, edition: Edition = "current") -> tuple[Policy, ...]:
        """The policies whose titles hold the characters of the name in order and are of the same kind.

        `社保法` finds 社会保险法. Titles that hold the name in one piece come before the others; several that fit
        equally well are all given.
        """
        bare = short_title(name)
        kind = _ENDS_LIKE_NAME.search(bare)
        stem = bare.removesuffix(kind[0]) if kind else ""
        if kind is None or len(bare) < _SHORTEST_CALL_NAME or len(stem) < _SHORTEST_STEM:
            return ()
        fitting = [title for title in self._versions if title.endswith(kind[0]) and _is_subsequence(bare, title)]
        best = [title for title in fitting if stem in title] or fitting
        return tuple(_choose(self._versions[title], edition) for title in best)

    def at_end_of(self, text: str, edition: Edition = "current") -> Named | None:
        """The longest name that ends the text: in 《》, as a title, as an identifier, or as people call it."""
        quoted = re.search(r"《([^《》]{2,80})》$", text)
        if quoted:
            found = self.exactly(quoted[1], edition) or self.loosely(normalise(quoted[1]), edition)
            return Named(quoted[1], quoted.start(), found)
        identified = self._by_identifier(text)
        if identified:
            return identified
        starts = range(max(0, len(text) - _LONGEST_NAME), len(text) - 1)
        for start in starts:
            if found := self.exactly(text[start:], edition):
                return Named(text[start:], start, found)
        for start in starts:
            found = tuple(p for p in self.loosely(text[start:], edition) if not _is_cut(text, start, p.title))
            if found:
                return Named(text[start:], start, found)
        return None

    def _by_identifier(self, text: str) -> Named | None:
        found = re.search(r"(?<![A-Za-z0-9])([a-z][a-z0-9-]{2,60})$", text.rstrip(" /"), re.IGNORECASE)
        wanted = found[1].lower() if found else ""
        held = tuple(policy for policy in self._policies if wanted and policy.id.lower().startswith(wanted))
        return Named(wanted, found.start(), held) if found and held else None


def _is_cut(text: str, start: int, title: str) -> bool:
    """Whether the name goes on before `start` with more of the title, and then differs from it.

    `退役士兵安置条例` is not the 退役军人安置条例, though it ends in 安置条例.
    """
    before = _BEFORE_NAME.search(text[:start])
    pairs = {before[0][at : at + 2] for at in range(len(before[0]) - 1)} if before else set()
    return any(pair in title and pair not in text[start:] for pair in pairs)


def asked_edition(text: str) -> Edition:
    """Which version the text asks for: the one before the current, that of a year, or the current one."""
    year = _YEAR.search(text)
    return "old" if EDITION_MARK.search(text) else int(year[1]) if year else "current"


def short_title(title: str) -> str:
    """The title as it is compared: normalised, without the name of the country and marks such as（试行）."""
    return _TRIAL.sub("", normalise(title.strip("《》")).removeprefix(_COUNTRY))


def is_marked_superseded(policy: Policy) -> bool:
    """Whether the name of the policy or of its file marks it as an old version."""
    return "旧版" in policy.id or "旧版" in policy.source_name


def _since(policy: Policy) -> date | None:
    return policy.metadata.version_from or policy.metadata.effective_from or policy.metadata.written_on


def _age(policy: Policy) -> tuple[bool, str, str]:
    """Sorts versions from the oldest to the current one."""
    return not is_marked_superseded(policy), str(_since(policy) or ""), policy.id


def _choose(versions: Sequence[Policy], edition: Edition) -> Policy:
    if edition == "old":
        return versions[-2] if len(versions) > 1 else versions[-1]
    if edition == "current":
        return versions[-1]
    begun = [policy for policy in versions if (since := _since(policy)) and since.year <= edition]
    return begun[-1] if begun else versions[0]


def _is_subsequence(name: str, title: str) -> bool:
    position = -1
    for character in name:
        position = title.find(character, position + 1)
        if position < 0:
            return False
    return True
