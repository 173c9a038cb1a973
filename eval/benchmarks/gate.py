"""The gate's own figures: tampered statements stopped, true ones kept, the overlap curve, and its speed.

Run with `python -m eval.benchmarks.gate`; prints JSON.
"""

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from bot.answering.gate import Draft, Rules, Statement, check
from bot.answering.gate.overlap import overlap
from corpus.library import load_policies
from corpus.models import Policy
from eval.benchmarks.tampering import TrueStatement, tamper

POLICY_ID = "baotou-jineng-qiangqi"
SEED = 7
_CURVE = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Case:
    """A statement of a dataset with full citation ids; `kind` is `restated`, `inferred` or `false`."""

    id: str
    statement: Statement
    kind: str
    split: str


def first_policy() -> Policy:
    """The policy that the datasets speak of."""
    return next(policy for policy in load_policies() if policy.id == POLICY_ID)


def read_cases(name: str) -> list[Case]:
    """The cases of `eval/datasets/gate_{name}.jsonl`."""
    lines = files("eval").joinpath("datasets", f"gate_{name}.jsonl").read_text("utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


def _case(row: dict[str, object]) -> Case:
    citations = row["citations"]
    ids = tuple(f"{POLICY_ID}/{short}" for short in citations) if isinstance(citations, list) else ()
    return Case(str(row["id"]), Statement(str(row["text"]), ids), str(row.get("kind", "false")), str(row["split"]))


def sources_of(policy: Policy) -> dict[str, str]:
    """Every sentence of the policy: the hardest case for misplaced citations, since all could have been retrieved."""
    return {sentence.id: sentence.text for sentence in policy.sentences()}


def is_stopped(statement: Statement, sources: dict[str, str], rules: Rules) -> bool:
    """Whether the gate keeps the statement back."""
    return not check(Draft((statement,)), sources, rules).passed


def tampered_statements(policy: Policy, count: int) -> list[tuple[Statement, str]]:
    """False statements made from the true ones and from the policy's own sentences, with what was changed."""
    true = [
        TrueStatement(c.statement.text, c.statement.citation_ids) for c in read_cases("true") if c.kind == "restated"
    ]
    body = [s for s in policy.sentences() if s.path not in ("title", "addressees", "issuers")]
    true += [TrueStatement(sentence.text, (sentence.id,)) for sentence in body]
    return [(Statement(made.text, made.citations), made.change) for made in tamper(true, count, SEED)]


def measure() -> dict[str, object]:
    """All figures."""
    policy = first_policy()
    sources = sources_of(policy)
    tampered = tampered_statements(policy, 2000)
    return {
        "tampered": dict(Counter(change for _, change in tampered)),
        "tampered_shown": [s.text for s, _ in tampered if not is_stopped(s, sources, Rules())],
        "adversarial_shown_strict": _shown(read_cases("adversarial"), sources, Rules(strict=True)),
        "true_lost": dict(_losses(sources, Rules())),
        "true_lost_strict": dict(_losses(sources, Rules(strict=True))),
        "overlap_curve_strict": list(_curve(sources)),
        "milliseconds": _speed(sources),
    }


def _shown(cases: list[Case], sources: dict[str, str], rules: Rules) -> str:
    shown = [case for case in cases if not is_stopped(case.statement, sources, rules)]
    return f"{len(shown)}/{len(cases)}"


def _losses(sources: dict[str, str], rules: Rules) -> Iterator[tuple[str, str]]:
    cases = read_cases("true")
    for kind in ("restated", "inferred"):
        group = [case for case in cases if case.kind == kind]
        yield kind, f"{sum(is_stopped(c.statement, sources, rules) for c in group)}/{len(group)}"


def _curve(sources: dict[str, str]) -> Iterator[dict[str, float]]:
    """True statements lost and false ones shown for each least overlap, everything else being as it is."""
    true = [case for case in read_cases("true") if case.kind == "restated"]
    false = read_cases("adversarial")
    for least in _CURVE:
        rules = Rules(strict=True, min_overlap=least)
        yield {
            "min_overlap": least,
            "true_lost": sum(is_stopped(case.statement, sources, rules) for case in true) / len(true),
            "false_shown": sum(not is_stopped(case.statement, sources, rules) for case in false) / len(false),
            "true_lost_by_overlap_alone": _below(true, sources, least),
            "false_shown_by_overlap_alone": 1 - _below(false, sources, least),
        }


def _below(cases: list[Case], sources: dict[str, str], least: float) -> float:
    """The share of cases whose wording stands in their sentences by less than this."""
    shares = [overlap(c.statement.text, "\n".join(sources[key] for key in c.statement.citation_ids)) for c in cases]
    return sum(share < least for share in shares) / len(shares)


def _speed(sources: dict[str, str]) -> dict[str, float]:
    """Milliseconds of one check with six sentences retrieved, sources read before as in a running server."""
    times = []
    for case in read_cases("true"):
        few = dict(list(sources.items())[:5]) | {key: sources[key] for key in case.statement.citation_ids}
        started = time.perf_counter()
        check(Draft((case.statement,)), few, Rules())
        times.append((time.perf_counter() - started) * 1000)
    ordered = sorted(times)
    return {"p50": round(statistics.median(ordered), 3), "p95": round(ordered[int(len(ordered) * 0.95)], 3)}


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, ensure_ascii=False, indent=2)
