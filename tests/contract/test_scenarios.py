"""Runs `tests/scenarios/*.yaml`: cases that officials can read, with values worked by hand from the clauses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.gate import Draft, Rules, Statement, check
from corpus.errors import InputError
from corpus.yaml_files import read_yaml
from tests.rule_support import POLICY_ID, engine, policies, registry

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"


def scenarios(kind: str) -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        loaded = read_yaml(path)
        if kind in loaded:
            for case in loaded["cases"]:
                yield pytest.param(loaded[kind], case, id=f"{path.stem}: {case['title']}")


CALCULATIONS = list(scenarios("calculator"))
CALCULATED = [
    case for case in CALCULATIONS if case.values[1].get("expect", {}).get("status", "needs_input") != "needs_input"
]
CHECKS = list(scenarios("eligibility"))


def test_there_are_at_least_eighty_cases_each_with_its_reason():
    cases = [parameters.values[1] for parameters in (*CALCULATIONS, *CHECKS)]
    assert len(cases) >= 80
    assert all(case["because"] for case in cases)


@pytest.mark.parametrize(("calculator", "case"), CALCULATIONS)
def test_calculation(calculator: str, case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(InputError) as refusal:
            registry().calculate(calculator, case["given"])
        assert (refusal.value.field or "") == case["refused"]
        return
    expected = case["expect"]
    calculation = registry().calculate(calculator, case["given"])
    assert calculation.status == expected["status"]
    for name in ("value", "low", "high"):
        assert getattr(calculation, name) == expected.get(name)
    assert calculation.needs == expected.get("needs", [])
    assert expected.get("notice", "") in "".join(calculation.notices)
    assert expected.get("conclusion", "") in calculation.conclusion
    assert expected.get("not_conclusion", "\0") not in calculation.conclusion


@pytest.mark.parametrize(("calculator", "case"), CALCULATED)
def test_what_a_calculation_concludes_passes_the_gate(calculator: str, case: dict[str, Any]) -> None:
    calculation = registry().calculate(calculator, case["given"])
    cited = tuple(dict.fromkeys(citation.id for citation in calculation.citations))
    statement = Statement(f"{calculation.understood}：{calculation.conclusion}", cited)
    sources = {sentence.id: sentence.text for sentence in policies()[POLICY_ID].sentences()}
    assert check(Draft((statement,), calculation=calculation), sources, Rules()).failed == ()


@pytest.mark.parametrize(("_", "case"), CHECKS)
def test_eligibility(_: str, case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(InputError) as refusal:
            engine().check(case["facts"])
        assert refusal.value.field == case["refused"]
        return
    verdicts = {measure.id: measure.verdict for measure in engine().check(case["facts"]).measures}
    assert {name: verdicts.get(name) for name in case["expect"]} == case["expect"]
