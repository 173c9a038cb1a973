"""The policies held as a question may mean them: by name, by topic, by place, by the day on which they are in force."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, lru_cache

from bot.answering.days import AskedDay, read_day
from bot.answering.models import Question
from bot.answering.regions import Gazetteer, Place
from bot.retrieval.models import Scope
from bot.storage.policies import HeldPolicy
from corpus.models import Level, Policy
from corpus.references import Names
from corpus.references.names import EDITION_MARK, KINDS, Edition, asked_edition, short_title
from corpus.text import normalise

_NAME_END = re.compile(rf"》|(?:{KINDS})(?![律院定人制官庭]|规(?!定)|条例)")
_QUOTED = re.compile(rf"《([^《》]{{1,80}}?(?:{KINDS})(?:[（(][^（()）]*[)）])?)》")
_EVERYDAY = re.compile(r"(?:合|违|非|依|守|执|无|司|立|想|说|看|做|用|方|刑|办|国|宪|普|犯|枉|律|书|语)法$")
_LOOSE_KINDS = re.compile(r"(?:法典|法|条例)$")
_LONG_NAME = 5
_TOPIC = re.compile(
    r"(?:关于|有关)?([\u4e00-\u9fff]{2,8}?)(?:方面|领域|这一?块|一类|类)的?(?:政策|文件|法律|法规|规定)"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[\[〔(【﹝]\s?(?:19|20)\d{2}\s?[\]〕)】﹞]\s?第?\s?\d{1,5}\s?号")
_MOST_MEANT = 3
_REMEMBERED_DAYS = 64
_RANKS: dict[Level | None, int] = {"county": 0, "city": 1, "region": 2, "national": 3, None: 3}


class Shelf:
    """What is held, without the texts: cheap to make for every state of the corpus."""

    def __init__(
        self, held: Sequence[HeldPolicy], main: str | None, gazetteer: Gazetteer | None, today: Callable[[], date]
    ) -> None:
        """`main` is the document meant where none is named; `today` gives the day in the city."""
        self._held = {policy.id: policy for policy in held}
        self._gazetteer = gazetteer
        self._today = today
        self._in_force_on = lru_cache(maxsize=_REMEMBERED_DAYS)(self._find_in_force)
        self._names_on = lru_cache(maxsize=_REMEMBERED_DAYS)(lambda on: Names(self.in_force(on)))
        self.main = main

    @cached_property
    def outlines(self) -> tuple[Policy, ...]:
        """The policies as their names need them: titles and dates, without texts."""
        return tuple(outline(policy) for policy in self._held.values())

    @cached_property
    def _names(self) -> Names:
        return Names(self.outlines)

    def entry(self, policy_id: str) -> HeldPolicy | None:
        """The policy's entry in the list; None where it is not held."""
        return self._held.get(policy_id)

    def today(self) -> date:
        """The day in the city."""
        return self._today()

    def asked_day(self, text: str) -> AskedDay | None:
        """The day that the text asks about, where it is another than today."""
        return read_day(text, self._today())

    def in_force(self, on: date) -> tuple[Policy, ...]:
        """The outlines of the policies in force on that day."""
        return self._in_force_on(on)

    def others(self, on: date, places: Sequence[Place] = ()) -> tuple[str, ...]:
        """The policies beside the main one in force on that day that hold for these places, or for the main one's."""
        wanted = places or self._home()
        return tuple(
            policy.id for policy in self.in_force(on) if policy.id != self.main and self._holds_for(policy.id, wanted)
        )

    def out_of_force(self, on: date, places: Sequence[Place] = ()) -> tuple[str, ...]:
        """As `others`, those that have not begun or have ended on that day; not those that a newer version replaced."""
        wanted = places or self._home()
        return tuple(
            policy.id
            for policy in self._held.values()
            if policy.id != self.main
            and policy.force_on(on) in ("not_begun", "ended")
            and self._holds_for(policy.id, wanted)
        )

    def rank(self, policy_id: str) -> int:
        """How specific the policy is: the lower, the smaller the place it is made for."""
        return _RANKS[self._held[policy_id].metadata.level]

    def scope_for(self, text: str, question: Question) -> Scope:
        """The policies and the day that a question means; a text that it names may be out of force."""
        asked = self.asked_day(text)
        on = asked.on if asked else self._today()
        if question.policy_id:
            return Scope(policy_ids=(question.policy_id,), on=on if self._is_in_force(question.policy_id, on) else None)
        meant = self.named(text, on) or self._on_topic(text, question.topic, on)
        if not meant:
            return Scope(on=on)
        return Scope(policy_ids=meant, on=on if all(self._is_in_force(name, on) for name in meant) else None)

    def pool(self, text: str) -> tuple[Policy, ...]:
        """The outlines among which a name in the text is looked for first: all, where an old version is asked for."""
        asked = self.asked_day(text)
        return self.outlines if asked_edition(text) == "old" else self.in_force(asked.on if asked else self._today())

    def named(self, text: str, on: date) -> tuple[str, ...]:
        """The policies that the text names, as in force on that day; of versions asked for as old, the old one."""
        plain = normalise(text)
        numbered = self._numbered(plain)
        if numbered:
            return numbered if len(numbered) <= _MOST_MEANT else ()
        edition: Edition = "old" if asked_edition(plain) == "old" else "current"
        pools = (self._names,) if edition == "old" else (self._names_on(on), self._names)
        for names in pools:
            found = tuple({policy.id: None for _, _, named in _names_in(plain, names, edition) for policy in named})
            if found:
                return found if len(found) <= _MOST_MEANT else ()
        return ()

    def names_unheld(self, text: str) -> bool:
        """Whether the text names a document in 《》 or by its full number that is not held, and none that is."""
        quoted = _QUOTED.findall(text)
        if not quoted:
            return bool(_numbers_in(text)) and not self._numbered(text)
        return not any(self._names.exactly(title) or self._names.loosely(normalise(title)) for title in quoted)

    def _find_in_force(self, on: date) -> tuple[Policy, ...]:
        return tuple(outline for outline in self.outlines if self._held[outline.id].force_on(on) == "in_force")

    def without_names(self, text: str) -> str:
        """The normalised text without the names of the documents held, in whatever version: what is asked of them."""
        plain = normalise(text)
        if self._numbered(plain):
            plain = _NUMBER.sub("", plain)
        kept = len(plain)
        for start, end, _ in reversed(_names_in(plain, self._names, "current")):
            if end <= kept:  # a name in 《》 is found twice, with its mark and without
                plain, kept = f"{plain[:start]}{plain[end:]}", start
        return EDITION_MARK.sub("", plain)

    def _numbered(self, text: str) -> tuple[str, ...]:
        """The policies whose document numbers (文号) the text names in full."""
        asked = [_bare_number(number) for number in _numbers_in(text)]
        if not asked:
            return ()
        held = {policy.id: _bare_number(policy.metadata.document_number or "") for policy in self._held.values()}
        return tuple(name for name, own in held.items() if own and any(number.endswith(own) for number in asked))

    def _on_topic(self, text: str, topic: str | None, on: date) -> tuple[str, ...]:
        found = _TOPIC.search(text)
        wanted = topic or (found[1] if found else None)
        return self.about(wanted, on) if wanted else ()

    def about(self, topic: str, on: date) -> tuple[str, ...]:
        """The policies in force on that day that have the topic among theirs, or its words in their title."""
        held = (self._held[outline.id] for outline in self.in_force(on))
        return tuple(policy.id for policy in held if topic in policy.title or topic in policy.metadata.topics)

    def _is_in_force(self, policy_id: str, on: date) -> bool:
        held = self._held.get(policy_id)
        return held is None or held.force_on(on) == "in_force"

    def _home(self) -> tuple[Place, ...]:
        held = self._held.get(self.main or "")
        region = held.metadata.region if held else None
        place = self._gazetteer.place(region) if self._gazetteer and region else None
        return (place,) if place else ()

    def _holds_for(self, policy_id: str, places: Sequence[Place]) -> bool:
        region = self._held[policy_id].metadata.region
        own = self._gazetteer.place(region) if self._gazetteer and region else None
        return own is None or not places or any(place.is_within(own) for place in places)


def _names_in(text: str, names: Names, edition: Edition) -> list[tuple[int, int, tuple[Policy, ...]]]:
    """Where names of documents stand in the text, and the policies that each may mean."""
    found: list[tuple[int, int, tuple[Policy, ...]]] = []
    for match in _NAME_END.finditer(text):
        named = names.at_end_of(text[: match.end()], edition)
        if named is None or not named.policies:
            continue
        exact = any(short_title(policy.title) == short_title(named.name) for policy in named.policies)
        if exact or match[0] == "》" or _is_telling(named.name):
            found.append((named.start, match.end(), named.policies))
    return found


def _numbers_in(text: str) -> list[str]:
    return [found[0] for found in _NUMBER.finditer(normalise(text))]


def _bare_number(number: str) -> str:
    """A document number however its year is bracketed: `国函2018 159`."""
    plain = re.sub(r"第(?=\d)|[号\s]", "", normalise(number))
    return re.sub(r"[\[〔(【﹝]?(\d{4})年?[\]〕)】﹞]?", r"\1 ", plain, count=1)


def _is_telling(name: str) -> bool:
    """Whether what people call a text cannot be another word: `工伤条例`, but not `合法` or `什么办法`."""
    if _EVERYDAY.search(name):
        return False
    return bool(_LOOSE_KINDS.search(name)) or len(name) >= _LONG_NAME


def outline(held: HeldPolicy) -> Policy:
    """The policy as its names need it: title and dates, without a text."""
    return Policy(held.id, "", (), held.metadata, source_name=held.source_name)
