"""What the tests of rules share: the stored policy, the rulebook bound to it, and copies to break."""

import functools
import shutil
from pathlib import Path

from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from corpus.models import Policy
from corpus.reading import parse_policy
from corpus.rulebook import Rulebook, load_rulebook

POLICY_ID = "baotou-jineng-qiangqi"
CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def policy_text() -> str:
    return (CORPUS / "policies" / POLICY_ID / "source.txt").read_text(encoding="utf-8")


@functools.cache
def policies(text: str | None = None) -> dict[str, Policy]:
    return {POLICY_ID: parse_policy(text or policy_text(), POLICY_ID)}


@functools.cache
def rulebook() -> Rulebook:
    return load_rulebook(policies())


@functools.cache
def registry() -> CalculatorRegistry:
    return CalculatorRegistry(rulebook())


@functools.cache
def engine() -> EligibilityEngine:
    return EligibilityEngine(rulebook())


def copy_rules(folder: Path) -> Path:
    return Path(shutil.copytree(CORPUS / "rules", folder / "rules"))
