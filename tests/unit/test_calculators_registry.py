import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.answering.models import Need
from bot.calculators.registry import CalculatorRegistry
from corpus.errors import InputError, NotFoundError, OutOfPeriodError
from corpus.rulebook import load_rulebook
from tests.rule_support import copy_rules, policies, policy_text, registry

NAMES = ["apprentice_subsidy", "performance_pay_cap", "education_fund_frontline", "wage_growth_check", "title_route"]
GIVEN = {
    "apprentice_subsidy": {"headcount": "25", "years": "1"},
    "performance_pay_cap": {"surplus_last_year": "900000", "performance_pay_last_year": "2000000"},
    "education_fund_frontline": {"education_fund": "800000", "frontline_spending": "500000"},
    "wage_growth_check": {"skilled_growth": "7", "comparison_growth": "8"},
    "title_route": {"skill_level": "技师"},
}


def test_the_five_calculators_of_the_contract_exist():
    assert [spec.name for spec in registry().specs] == NAMES


@pytest.mark.parametrize(
    ("name", "properties", "required"),
    [
        ("apprentice_subsidy", {"headcount", "years"}, ["headcount", "years"]),
        (
            "performance_pay_cap",
            {"surplus_last_year", "performance_pay_last_year", "net_income"},
            ["surplus_last_year", "performance_pay_last_year"],
        ),
        ("education_fund_frontline", {"education_fund", "frontline_spending"}, ["education_fund"]),
        ("wage_growth_check", {"skilled_growth", "comparison_growth"}, ["skilled_growth", "comparison_growth"]),
        ("title_route", {"skill_level"}, ["skill_level"]),
    ],
)
def test_schemas_have_the_contracts_names(name, properties, required):
    schema = registry().spec(name).schema
    assert properties <= set(schema["properties"])
    assert schema["required"] == required
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", NAMES)
def test_every_step_and_the_result_carry_verbatim_citations(name):
    calculation = registry().calculate(name, GIVEN[name])
    assert calculation.citations
    assert calculation.conclusion
    assert calculation.understood.startswith("按")
    for step in calculation.steps:
        assert step.citations, step.text
        assert all(citation in calculation.citations for citation in step.citations)
    assert all(citation.quote in policy_text() for citation in calculation.citations)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_input_gives_the_same_trace(name):
    assert registry().calculate(name, GIVEN[name]) == registry().calculate(name, GIVEN[name])


@pytest.mark.parametrize("name", NAMES)
def test_without_inputs_it_asks_and_shows_the_rule(name):
    calculation = registry().calculate(name, {})
    assert calculation.status == "needs_input"
    assert calculation.needs == list(registry().spec(name).schema["required"])
    assert calculation.citations
    assert calculation.value is calculation.low is calculation.high is None


def test_what_is_missing_can_be_asked_for_as_a_need():
    (field,) = registry().needs("apprentice_subsidy", ["headcount"])
    need = Need(name=field.name, label=field.label, type=field.type, question=field.question)
    assert need.type == "integer"
    assert need.label == "学徒人数"


def test_inputs_are_kept_as_they_were_read():
    calculation = registry().calculate("performance_pay_cap", {"surplus_last_year": "90万"})
    assert calculation.inputs == {"surplus_last_year": "900000"}


def test_unknown_names_are_refused():
    with pytest.raises(NotFoundError, match="apprentice_subsidy"):
        registry().calculate("nothing", {})
    with pytest.raises(NotFoundError):
        registry().spec("nothing")
    with pytest.raises(NotFoundError):
        registry().needs("title_route", ["nothing"])
    with pytest.raises(InputError, match="不认识的填写项") as refusal:
        registry().calculate("title_route", {"<b>": "1"})
    assert "<b>" not in str(refusal.value)


def test_a_day_outside_a_parameters_period_raises(tmp_path: Path):
    root = copy_rules(tmp_path)
    path = root / "parameters" / "education_fund_frontline.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("effective_from: null", "effective_from: 2025-01-01", 1)
    path.write_text(text.replace("effective_to: null", "effective_to: 2025-12-31", 1), encoding="utf-8")
    dated = CalculatorRegistry(load_rulebook(policies(), root))
    inside = dated.calculate("education_fund_frontline", {"education_fund": "100"}, on=date(2025, 12, 31))
    assert inside.value == "60"
    with pytest.raises(OutOfPeriodError):
        dated.calculate("education_fund_frontline", {"education_fund": "100"}, on=date(2026, 1, 1))


def test_a_calculator_without_its_rule_is_refused_at_the_start(tmp_path: Path):
    root = copy_rules(tmp_path)
    (root / "parameters" / "title_route.yaml").unlink()
    with pytest.raises(NotFoundError):
        CalculatorRegistry(load_rulebook(policies(), root))


def test_tools_calculate_and_return_refusals_as_messages():
    tools = {tool.name: tool for tool in registry().tools()}
    assert list(tools) == NAMES
    assert tools["apprentice_subsidy"].invoke({"headcount": 25, "years": 1})["low"] == "150000"
    assert "学徒人数" in tools["apprentice_subsidy"].invoke({"headcount": -1, "years": 1})


def test_importing_calculators_loads_no_machine_learning_and_no_web_library():
    heavy = ["torch", "numpy", "onnxruntime", "chromadb", "sentence_transformers", "langchain", "langchain_core",
             "fastapi", "starlette", "uvicorn", "sqlalchemy", "cn2an", "yaml.cyaml_"]  # fmt: skip
    code = (
        "import sys, bot.calculators, bot.calculators.registry, bot.eligibility, bot.answering.slots;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
