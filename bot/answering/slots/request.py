"""What is understood of a calculation request."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.models import Need
from bot.calculators.amounts import plain
from bot.calculators.catalogue import find_calculator, find_field
from bot.calculators.fields import InputField
from corpus.errors import InputError

ASSUMED_YEARS = "没有说培养几年，先按 1 年计算；如果不是，请告诉我几年。"


class CalculationRequest(BaseModel):
    """A calculation that the user asks for.

    `needs` is empty where it can be calculated; else each is asked, and `facts` holds what is certain so far.
    `optional` marks a question on the policy's content that a calculator answers as well.
    """

    model_config = ConfigDict(frozen=True)

    calculator: str
    facts: dict[str, str] = Field(default_factory=dict)
    needs: list[Need] = Field(default_factory=list)
    understood: str = ""
    notices: list[str] = Field(default_factory=list)
    optional: bool = False


def ask_for(field: InputField, question: str = "") -> Need:
    """The field as a need, asked in its own words or in those given."""
    return Need(name=field.name, label=field.label, type=field.type, question=question or field.question)


def build_request(
    calculator: str,
    values: Mapping[str, Decimal | str],
    questions: Mapping[str, str] | None = None,
    notices: Iterable[str] = (),
) -> CalculationRequest:
    """The request for those values; what is missing, unusable or named in `questions` becomes a need.

    `questions` are facts in doubt by name, with the question that settles each; they are asked, never guessed.
    """
    doubts = dict(questions or {})
    read: dict[str, Decimal | str] = {}
    for name, raw in values.items():
        try:
            value = find_field(calculator, name).read(plain(raw) if isinstance(raw, Decimal) else raw)
        except InputError as error:
            doubts.setdefault(name, str(error))
        else:
            if value is not None and name not in doubts:
                read[name] = value
    said = list(notices)
    if calculator == "apprentice_subsidy" and "headcount" in read and "years" not in (*read, *doubts):
        read["years"] = Decimal(1)
        said.append(ASSUMED_YEARS)
    fields = find_calculator(calculator).fields
    needs = [
        ask_for(field, doubts.get(field.name, ""))
        for field in fields
        if field.name in doubts or (field.required and field.name not in read and field.name != "years")
    ]
    return CalculationRequest(
        calculator=calculator,
        facts={name: plain(value) if isinstance(value, Decimal) else value for name, value in read.items()},
        needs=needs,
        understood=_understood(calculator, read, bool(needs)),
        notices=said,
    )


def _unit(field: InputField) -> str:
    return field.unit if field.unit == "%" else f" {field.unit}"


def _understood(calculator: str, read: Mapping[str, Decimal | str], is_partial: bool) -> str:
    if not is_partial:
        return find_calculator(calculator).say(dict(read))
    known = [
        f"{field.label} {plain(value)}{_unit(field)}" if isinstance(value, Decimal) else f"{field.label} {value}"
        for field in find_calculator(calculator).fields
        if (value := read.get(field.name)) is not None
    ]
    return f"已知{'、'.join(known)}" if known else ""
