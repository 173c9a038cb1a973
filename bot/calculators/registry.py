"""The one registry through which web, terminal, chat and agents reach the calculators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.calculators.amounts import plain
from bot.calculators.calculator import Calculator, DatedRules
from bot.calculators.catalogue import CALCULATORS, find_calculator, find_field
from bot.calculators.fields import InputField, Value
from bot.calculators.models import Calculation
from corpus.errors import InputError
from corpus.models import Citation
from corpus.rulebook import Rulebook

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool

_LOCAL_TIME = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class CalculatorSpec:
    """What a form or an agent needs to know of a calculator."""

    name: str
    title: str
    description: str
    fields: tuple[InputField, ...]
    schema: Mapping[str, Any]


class CalculatorRegistry:
    """The calculators bound to a rulebook.

    Raises:
        NotFoundError: The rulebook lacks a parameter or wording that a calculator rests on.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self.specs: tuple[CalculatorSpec, ...] = tuple(_specify(calculator) for calculator in CALCULATORS.values())
        for calculator in CALCULATORS.values():
            self._sources(calculator)

    def spec(self, name: str) -> CalculatorSpec:
        """The description of one calculator.

        Raises:
            NotFoundError: There is none of that name.
        """
        find_calculator(name)
        return next(spec for spec in self.specs if spec.name == name)

    def calculate(self, name: str, inputs: Mapping[str, object], on: date | None = None) -> Calculation:
        """The calculation with its trace under the rules in force on that day (today where None).

        Raises:
            NotFoundError: There is no such calculator.
            InputError: A value is unusable or an input unknown; names the field.
            OutOfPeriodError: A parameter has no value on that day.
        """
        calculator = find_calculator(name)
        values = _read(calculator, inputs)
        missing = [field.name for field in calculator.fields if field.required and field.name not in values]
        said = {key: plain(value) if not isinstance(value, str) else value for key, value in values.items()}
        if missing:
            return self._ask(calculator, missing, said)
        rules = DatedRules(self._rulebook, on or datetime.now(_LOCAL_TIME).date())
        return calculator.run(dict(values), rules).model_copy(update={"inputs": said})

    def needs(self, name: str, missing: Iterable[str]) -> list[InputField]:
        """The fields behind those names: each has `name`, `label`, `type` and `question`."""
        return [find_field(name, field) for field in missing]

    def tools(self) -> "list[StructuredTool]":
        """The calculators as LangChain tools; LangChain is imported here and nowhere else."""
        from bot.calculators.tools import build_tools  # noqa: PLC0415 - keeps LangChain off the default path

        return build_tools(self)

    def _ask(self, calculator: Calculator[Any], missing: list[str], said: dict[str, str]) -> Calculation:
        labels = "、".join(field.label for field in self.needs(calculator.name, missing))
        return Calculation(
            calculator=calculator.name,
            title=calculator.title,
            status="needs_input",
            unit=calculator.unit,
            needs=missing,
            inputs=said,
            citations=self._sources(calculator),
            conclusion=f"还需要知道：{labels}。",
        )

    def _sources(self, calculator: Calculator[Any]) -> list[Citation]:
        provisions = self._rulebook.provisions
        return [
            provisions[source].citation
            if source in provisions
            else self._rulebook.parameter(source).periods[-1].citation
            for source in calculator.sources
        ]


def _read(calculator: Calculator[Any], inputs: Mapping[str, object]) -> dict[str, Value]:
    fields = {field.name: field for field in calculator.fields}
    if any(name not in fields for name in inputs):
        known = "、".join(f"{field.label}（{field.name}）" for field in calculator.fields)
        raise InputError(f"有不认识的填写项，“{calculator.title}”只用：{known}。")
    read = {name: fields[name].read(raw) for name, raw in inputs.items()}
    return {name: value for name, value in read.items() if value is not None}


def _specify(calculator: Calculator[Any]) -> CalculatorSpec:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "title": calculator.title,
        "description": calculator.description,
        "properties": {field.name: field.schema() for field in calculator.fields},
        "required": [field.name for field in calculator.fields if field.required],
        "additionalProperties": False,
    }
    return CalculatorSpec(calculator.name, calculator.title, calculator.description, calculator.fields, schema)
