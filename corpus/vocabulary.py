"""The vocabulary of the field: what questions ask, plain words and policy terms, talk, and subjects outside."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from corpus.errors import DataError
from corpus.yaml_files import read_model

QuantityKind = Literal["money", "percent", "duration"]
_FOLDER = Path(__file__).parent / "lexicon"
_NEAR = "[^,，。;；?？!！]{0,8}"
_DEMANDING = (
    "(?<![主重没])要|(?<![获取觉记没])得|需|须|(?<!没)(?:带(?!徒|头|动)|交(?!流|通)|附|提供|出示|准备|出具|开(?!展|发|始)|写|填|盖|凭|拍)"
    "|配(?!套|合|置)|包(?!头|钢)|报(?!酬)|发(?!展|现|明|挥)|享受|走|有没有"
)
_DEMANDED = (
    "(?<![主重])要|得|需|须|附|带(?!徒|头|动)|(?<![银同执])行(?!业|政)|可以|(?<!技)能(?!力)|盖|交(?!流|通)"
    "|谁|怎|咋|哪|多少|几|报(?!酬)|认(?!定|真|为)|(?<!计)算|包(?!头|钢)"
)
"""Words of a demand, before and after what is demanded: `要不要营业执照`, `身份证带原件还是复印件`."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


class Patterns(_Frozen):
    """Regular expressions, any of which tells a kind of talk."""

    patterns: tuple[str, ...]
    text: str = ""

    @field_validator("patterns")
    @classmethod
    def _must_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"正则表达式写错了：{error}") from None
        return patterns

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """All patterns as one."""
        return _compiled(self.patterns)


class Ask(Patterns):
    """A kind of thing that a question asks.

    `strict`: a text either speaks of it or is silent on it. `expects`: the quantities of which an answer holds one.
    `things` are papers, costs and the like that go along with any matter: they are asked for where the words around
    them demand something, or, with `anywhere`, wherever they stand. They do not tell which matter a question is about.
    `is_told`: a circumstance, which may stand in the story before the question (`去年亏损了，补贴还能领吗`); what is
    asked for itself does not (`我们做储氢材料的，能自己评级吗`).
    """

    name: str
    label: str
    strict: bool = False
    is_told: bool = False
    expects: tuple[QuantityKind, ...] = ()
    things: tuple[str, ...] = ()
    anywhere: bool = False

    @cached_property
    def things_regex(self) -> re.Pattern[str] | None:
        """The things where they are asked for; None where the kind has none."""
        if not self.things:
            return None
        names = "|".join(sorted(map(re.escape, self.things), key=len, reverse=True))
        if self.anywhere:
            return re.compile(names)
        return re.compile(rf"(?:{_DEMANDING}){_NEAR}(?:{names})|(?:{names}){_NEAR}(?:{_DEMANDED})")


class Notice(Patterns):
    """Talk that is answered with a fixed text."""

    id: str


class Synonym(_Frozen):
    """What policies write, and what people say for it."""

    term: str
    plain: tuple[str, ...]


class Outside(_Frozen):
    """A subject that people ask about and that has its own policies, or none."""

    id: str
    label: str
    kind: Literal["policy", "chat"]
    words: tuple[str, ...]
    questions: tuple[str, ...]


class _Asks(_Frozen):
    asks: tuple[Ask, ...]


class _Synonyms(_Frozen):
    synonyms: tuple[Synonym, ...]


class _Words(_Frozen):
    plain_words: tuple[str, ...]
    technical_words: tuple[str, ...]


class _Lookalikes(_Frozen):
    lookalikes: tuple[str, ...]


class _OutsideFile(_Frozen):
    outside: tuple[Outside, ...]


class _PlacesFile(_Frozen):
    nicknames: dict[str, str]
    everyday: tuple[str, ...]


class _NoticesFile(_Frozen):
    notices: tuple[Notice, ...]
    person: Patterns
    abuse: Patterns
    steering: Patterns


class Vocabulary(_Frozen):
    """Everything under `corpus/lexicon/`."""

    asks: tuple[Ask, ...]
    synonyms: tuple[Synonym, ...]
    plain_words: frozenset[str]
    technical_words: frozenset[str]
    lookalikes: tuple[str, ...]
    place_nicknames: dict[str, str]
    everyday_place_names: frozenset[str]
    outside: tuple[Outside, ...]
    notices: tuple[Notice, ...]
    person: Patterns
    abuse: Patterns
    steering: Patterns

    @property
    def things(self) -> frozenset[str]:
        """The papers, costs and events that go along with any matter."""
        return frozenset(thing for ask in self.asks for thing in ask.things)

    def ask(self, name: str) -> Ask:
        """The kind of that name.

        Raises:
            DataError: There is none.
        """
        for ask in self.asks:
            if ask.name == name:
                return ask
        raise DataError(f"词表里没有名为 {name} 的问法。")


@cache
def load_vocabulary(root: Path | None = None) -> Vocabulary:
    """The vocabulary in `root` (default: the one that comes with the project); read once in a process.

    Raises:
        DataError: A file is missing or malformed; names file, place and reason.
    """
    folder = _FOLDER if root is None else root
    words = read_model(folder / "words.yaml", _Words)
    talk = read_model(folder / "notices.yaml", _NoticesFile)
    places = read_model(folder / "places.yaml", _PlacesFile)
    return Vocabulary(
        asks=read_model(folder / "asks.yaml", _Asks).asks,
        synonyms=read_model(folder / "synonyms.yaml", _Synonyms).synonyms,
        plain_words=_split(words.plain_words),
        technical_words=_split(words.technical_words),
        lookalikes=read_model(folder / "lookalikes.yaml", _Lookalikes).lookalikes,
        place_nicknames=places.nicknames,
        everyday_place_names=_split(places.everyday),
        outside=read_model(folder / "outside.yaml", _OutsideFile).outside,
        notices=talk.notices,
        person=talk.person,
        abuse=talk.abuse,
        steering=talk.steering,
    )


def _split(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())
