"""Turns one measure and the facts into a verdict with its reasons."""

from collections.abc import Mapping

from bot.eligibility.models import Group, MeasureResult, Reason, ReasonState, Verdict
from corpus.rulebook import Measure
from corpus.rulebook.conditions import Condition, Fact

_STATES: Mapping[bool | None, ReasonState] = {True: "met", False: "unmet", None: "unknown"}
_DECIDERS = {"authority": "主管部门认定", "employer": "用人单位决定"}


def settles(measure: Measure, facts: Mapping[str, str]) -> bool:
    """Whether the facts decide the measure's conditions."""
    return measure.condition.holds(facts) is not None


def judge(measure: Measure, facts: Mapping[str, str], is_audience_open: bool = False) -> MeasureResult:
    """The measure's result. While the audience is not known nothing is settled.

    A settled verdict stays what it is whatever else is answered; answering `needs` settles it.
    """
    outcome = measure.condition.holds(facts)
    needs = list(dict.fromkeys(leaf.name for leaf in measure.condition.open_leaves(facts)))
    if is_audience_open:
        outcome, needs = None, ["audience", *needs]
    verdict = _verdict(measure, outcome)
    return MeasureResult(
        id=measure.id,
        title=measure.title,
        kind=measure.kind,
        verdict=verdict,
        group=_group(measure, verdict),
        reasons=_reasons(measure, facts),
        needs=needs,
        citations=list(measure.citations),
        note=measure.note,
    )


def _verdict(measure: Measure, outcome: bool | None) -> Verdict:
    if outcome is None:
        return "possible"
    if not outcome:
        return "not_eligible"
    return "authority_decides" if measure.decided_by else "eligible"


def _group(measure: Measure, verdict: Verdict) -> Group:
    if verdict == "not_eligible":
        return "不适用"
    if verdict == "possible":
        return "可能要做到" if measure.kind == "duty" else "可能可以"
    if measure.kind == "duty":
        return "应当做到"
    if verdict == "authority_decides":
        return "由用人单位决定" if measure.decided_by == "employer" else "由主管部门认定"
    return "鼓励去做" if measure.kind == "encouragement" else "可以享受"


def _reasons(measure: Measure, facts: Mapping[str, str]) -> list[Reason]:
    source = measure.citations[0]
    reasons = [_reason(leaf, wanted, facts, measure) for leaf, wanted in _signed(measure.condition, True)]
    if not reasons:
        text = "条文对这类单位或个人普遍适用，没有另设条件"
        reasons.append(Reason(text=text, state="met", label=source.label, citation_id=source.id))
    if measure.decided_by:
        decider = f"{measure.office}核准" if measure.office else _DECIDERS[measure.decided_by]
        text = f"条文写的是“{measure.hedge}”，由{decider}"
        reasons.append(Reason(text=text, state="open", label=source.label, citation_id=source.id))
    return reasons


def _signed(condition: Condition, wanted: bool) -> list[tuple[Fact, bool]]:
    """The leaves, each with whether the measure wants it to hold: `not` turns that round."""
    if isinstance(condition, Fact):
        return [(condition, wanted)]
    inside = wanted if condition.operator != "not" else not wanted
    return [pair for branch in condition.conditions for pair in _signed(branch, inside)]


def _reason(leaf: Fact, wanted: bool, facts: Mapping[str, str], measure: Measure) -> Reason:
    holds = leaf.holds(facts)
    citation = leaf.citation or measure.citations[0]
    return Reason(
        text=leaf.text if wanted else f"不{leaf.text}",
        state=_STATES[holds if holds is None or wanted else not holds],
        label=citation.label,
        citation_id=citation.id,
    )
