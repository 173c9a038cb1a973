"""Reads `rules/parameters/*.yaml`: dated figures and the wordings that calculators cite."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Policy
from corpus.rulebook.models import Parameter, Period, Provision
from corpus.rulebook.quotes import Place, cite_quote, prove_figure, prove_table
from corpus.yaml_files import read_model

Text = Annotated[str, Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _PeriodRow(_Row):
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    table: dict[str, str] = Field(default_factory=dict)
    effective_from: date | None
    effective_to: date | None
    last_verified: date
    sentence: Text
    quote: Text


class _ParameterRow(_Row):
    id: Text
    title: Text
    unit: Text
    periods: Annotated[list[_PeriodRow], Field(min_length=1)]


class _ProvisionRow(_Row):
    id: Text
    title: Text
    sentence: Text
    quote: Text


class _ParameterFile(_Row):
    parameters: list[_ParameterRow] = Field(default_factory=list)
    provisions: list[_ProvisionRow] = Field(default_factory=list)


def load_parameters(policies: Mapping[str, Policy], folder: Path) -> tuple[dict[str, Parameter], dict[str, Provision]]:
    """Parameters and wordings by id, every one proven against its sentence.

    Raises:
        DataError: A file is not what it should be; names file, key and value.
    """
    parameters: dict[str, Parameter] = {}
    provisions: dict[str, Provision] = {}
    for path in sorted(folder.glob("*.yaml")):
        rows = read_model(path, _ParameterFile)
        for row in rows.parameters:
            place = Place(path.name, row.id)
            _refuse_second(place, row.id, parameters)
            parameters[row.id] = _bind_parameter(policies, place, row)
        for wording in rows.provisions:
            place = Place(path.name, wording.id)
            _refuse_second(place, wording.id, provisions)
            citation = cite_quote(policies, place, wording.sentence, wording.quote)
            provisions[wording.id] = Provision(wording.id, wording.title, citation)
    return parameters, provisions


def _refuse_second(place: Place, key: str, held: Mapping[str, object]) -> None:
    if key in held:
        raise place.fault("这个编号已经用过，请换一个。")


def _bind_parameter(policies: Mapping[str, Policy], place: Place, row: _ParameterRow) -> Parameter:
    periods = tuple(_bind_period(policies, place, row.unit, period) for period in row.periods)
    for period in periods:
        if period.effective_from and period.effective_to and period.effective_to < period.effective_from:
            raise place.fault(f"结束日期 {period.effective_to} 早于开始日期 {period.effective_from}。")
    for earlier, later in pairwise(periods):
        _refuse_overlap(place, earlier, later)
    return Parameter(row.id, row.title, row.unit, periods)


def _refuse_overlap(place: Place, earlier: Period, later: Period) -> None:
    if later.effective_from is None:
        raise place.fault("从第二个时段起必须写明开始日期 effective_from。")
    if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
        raise place.fault(
            f"时段重叠或顺序颠倒：{later.effective_from} 开始新时段时，上一时段还没有结束。请补上或改正 effective_to。"
        )


def _bind_period(policies: Mapping[str, Policy], place: Place, unit: str, row: _PeriodRow) -> Period:
    shapes = (row.value is not None, row.low is not None and row.high is not None, bool(row.table))
    if sum(shapes) != 1 or (row.low is None) != (row.high is None):
        raise place.fault("每个时段要写、且只写一种：value；low 和 high；或 table。")
    if row.low is not None and row.high is not None and row.low > row.high:
        raise place.fault(f"下限 {row.low} 大于上限 {row.high}。")
    citation = cite_quote(policies, place, row.sentence, row.quote)
    for figure in (row.value, row.low, row.high):
        if figure is not None:
            prove_figure(place, figure, unit, citation)
    prove_table(place, row.table, citation)
    return Period(
        citation=citation,
        last_verified=row.last_verified,
        value=row.value,
        low=row.low,
        high=row.high,
        table=row.table,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
    )
