"""Input fields: what a calculator asks for, and how a raw value becomes an exact one or a plain refusal."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bot.calculators.amounts import FEN, read_amount
from bot.calculators.durations import months_to_years, read_months
from corpus.errors import InputError

FieldType = Literal["integer", "duration", "money", "percent", "choice"]
NeedType = Literal["integer", "number", "money", "percent", "choice"]
Keypad = Literal["numeric", "decimal", "text", "none"]
Value = Decimal | str

MAX_RAW_LENGTH = 40

_SUFFIXES: Mapping[FieldType, re.Pattern[str]] = {
    "integer": re.compile(r"(?:个人|人|名|位|个)$"),
    "duration": re.compile(r"$"),
    "money": re.compile(r"(?:元整|块钱|元|块)$"),
    "percent": re.compile(r"(?:个百分点|个点|%)$"),
    "choice": re.compile(r"$"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a choice field takes, with other words people use for it."""

    value: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputField:
    """One input of a calculator, with everything a form, a terminal and a chat need to ask for it.

    `minimum` and `maximum` are included; `allowed` is the sentence part that says what may be entered.
    """

    name: str
    label: str
    kind: FieldType
    question: str
    allowed: str
    unit: str = ""
    help: str = ""
    keypad: Keypad = "decimal"
    required: bool = True
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(10**12)
    choices: tuple[Choice, ...] = ()

    @property
    def type(self) -> NeedType:
        """The kind of value as the contract names it in `needs`; durations are numbers there."""
        return "number" if self.kind == "duration" else self.kind

    def fault(self, reason: str = "填写的内容无法识别") -> InputError:
        """The error that names the field and what is allowed."""
        return InputError(f"“{self.label}”{reason}，{self.allowed}。", self.name)

    def read(self, raw: object) -> Value | None:
        """The exact value, or None where nothing was entered.

        Takes numbers and text: `25`, `"１２"`, `"十二"`, `"1,500,000"`, `"1.5万"`, `"6%"`.

        Raises:
            InputError: The value is not one the field takes.
        """
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
            raise self.fault()
        plain = "".join(unicodedata.normalize("NFKC", self._text(raw)).split())
        return self._choice(plain) if self.kind == "choice" else self._number(plain, isinstance(raw, str))

    def _text(self, raw: float | Decimal | str) -> str:
        if isinstance(raw, int) and abs(raw) > self.maximum:
            raise self.fault("超出了可计算的范围")
        text = f"{Decimal(repr(raw)):f}" if isinstance(raw, float) and abs(raw) < 1e300 else str(raw)
        if len(text) > MAX_RAW_LENGTH:
            raise self.fault("填写的内容太长")
        return text

    def _choice(self, plain: str) -> str:
        for choice in self.choices:
            if plain in (choice.value, choice.label, *choice.synonyms):
                return choice.value
        raise self.fault("填写的内容不在可选范围内")

    def _number(self, plain: str, typed: bool) -> Decimal:
        bare, marked = _SUFFIXES[self.kind].subn("", plain)
        value = self._duration(bare) if self.kind == "duration" else read_amount(bare.removeprefix("百分之"))
        if value is None:
            raise self.fault()
        if value < self.minimum:
            raise self.fault("不能是负数" if value < 0 else "太小")
        if value > self.maximum:
            raise self.fault("超出了可计算的范围")
        self._check_grain(value, bool(typed and (marked or bare != plain or plain.startswith("百分之"))))
        return value

    def _duration(self, plain: str) -> Decimal | None:
        """A bare number counts in the field's own unit; one with 年 or 月 is converted to it."""
        months = read_months(plain)
        if months is None:
            return read_amount(plain)
        return months if self.unit == "个月" else months_to_years(months)

    def _check_grain(self, value: Decimal, marked: bool) -> None:
        if self.kind == "integer" and value != value.to_integral_value():
            raise self.fault("应当是整数")
        if self.kind == "money" and value % FEN:
            raise self.fault("最多精确到分（两位小数）")
        if self.kind == "percent" and 0 < value < 1 and not marked:
            raise self.fault("填的小于 1，分不清是百分数还是小数")

    def schema(self) -> dict[str, Any]:
        """The field as a JSON Schema property."""
        described = {"title": self.label, "description": f"{self.help or self.question}{self.allowed}。"}
        if self.kind == "choice":
            return {"type": "string", "enum": [choice.value for choice in self.choices], **described}
        return {"type": ["string", "number"], "maxLength": MAX_RAW_LENGTH, **described}
