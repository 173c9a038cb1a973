"""Speed of the rules: each calculation with its trace, a full eligibility check, reading a question, the import.

Run with `python -m eval.benchmarks.calculators`; prints JSON and exits 1 where a limit is passed. Times are the median
of many runs, in milliseconds.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bot.answering.slots import read_request
from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from corpus.library import load_policies
from corpus.rulebook import Rulebook, load_rulebook

CALCULATION_LIMIT_MS = 0.2
CHECK_LIMIT_MS = 2.0
READING_LIMIT_MS = 1.0
HEAVY = ("torch", "numpy", "onnxruntime", "chromadb", "langchain_core", "fastapi", "starlette", "sqlalchemy")

_INPUTS: dict[str, dict[str, object]] = {
    "apprentice_subsidy": {"headcount": "25", "years": "1.5"},
    "performance_pay_cap": {
        "surplus_last_year": "90万",
        "performance_pay_last_year": "2,000,000",
        "net_income": "150000",
    },
    "education_fund_frontline": {"education_fund": "800000", "frontline_spending": "500000"},
    "wage_growth_check": {"skilled_growth": "7%", "comparison_growth": "8"},
    "title_route": {"skill_level": "技师"},
}
_QUESTIONS = (
    "我们招了25个学徒能拿多少",
    "去年盈余90万、绩效总量200万，能多发多少",
    "管理层涨6%我们涨4.5%合规吗",
    "第四条讲什么",
)


def median_ms(run: Callable[[], object], rounds: int = 300) -> float:
    """The median time of one run, after a warm-up."""
    run()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 4)


def heavy_imports() -> list[str]:
    """The ML and web libraries that importing calculators, eligibility and slots loads; none is meant to be."""
    code = (
        "import sys, bot.calculators.registry, bot.eligibility, bot.answering.slots;"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter and words
    return shown.stdout.split()


def measure(rulebook: Rulebook) -> dict[str, float]:
    """Median milliseconds by what was run."""
    registry, engine = CalculatorRegistry(rulebook), EligibilityEngine(rulebook)
    figures = {
        f"calculate {name}": median_ms(lambda name=name, inputs=inputs: registry.calculate(name, inputs))  # type: ignore[misc]
        for name, inputs in _INPUTS.items()
    }
    for audience in ("enterprise", "school", "worker"):
        figures[f"check {audience}"] = median_ms(lambda audience=audience: engine.check({"audience": audience}))  # type: ignore[misc]
    figures["read a question"] = median_ms(lambda: [read_request(question) for question in _QUESTIONS]) / len(
        _QUESTIONS
    )
    return figures


def main() -> int:
    """Print the figures; 1 where a limit is passed."""
    figures = measure(load_rulebook({policy.id: policy for policy in load_policies()}))
    heavy = heavy_imports()
    limits = {"calculate": CALCULATION_LIMIT_MS, "check": CHECK_LIMIT_MS, "read": READING_LIMIT_MS}
    passed = not heavy and all(value <= limits[name.split()[0]] for name, value in figures.items())
    report = {"median_ms": figures, "heavy_imports": heavy, "limits_ms": limits, "passed": passed}
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
