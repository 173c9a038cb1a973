"""The gate: which statements of a draft may be shown."""

from collections.abc import Mapping

from bot.answering.gate.evidence import Evidence, gather
from bot.answering.gate.models import Draft, Failure, Reason, Rules, Statement, Verdict
from bot.answering.gate.names import find_name_fault
from bot.answering.gate.normal import mask, normalise, without_choices, without_enumerators
from bot.answering.gate.numbers import find_number_fault
from bot.answering.gate.overlap import find_nearer, overlap
from bot.answering.gate.polarity import find_negation_fault
from bot.answering.gate.quantities import read
from bot.answering.gate.silence import find_silence
from bot.answering.gate.support import find_unsupported
from bot.answering.gate.terms import find_term_fault

_TELLING = ("money", "percent", "duration", "date", "document", "clause")
"""Quantities that were found in the cited sentences already, and so tell that these are the right ones."""

MIN_OVERLAP = 0.20
MIN_OVERLAP_STRICT = 0.40


def check(draft: Draft, sources: Mapping[str, str], rules: Rules | None = None) -> Verdict:
    """Sorts the draft's statements into those that may be shown and those that may not.

    Args:
        draft: Statements with the ids they rest on, and the calculation they may draw on.
        sources: Identifier to verbatim text of each sentence retrieved in this turn, and of no other.
        rules: How strictly to check; the default is for words composed from the policy itself.
    """
    rules = rules or Rules()
    passed: list[Statement] = []
    failed: list[Failure] = []
    for statement in draft.statements:
        fault = _find_fault(statement, draft, sources, rules)
        if fault is None:
            passed.append(statement)
        else:
            failed.append(Failure(statement, *fault))
    return Verdict(tuple(passed), tuple(failed))


def _find_fault(
    statement: Statement, draft: Draft, sources: Mapping[str, str], rules: Rules
) -> tuple[Reason, str] | None:
    plain = mask(normalise(statement.text), rules.allowed)
    if not plain.strip("□。,;:!? \n"):
        return None if "□" in plain else ("empty", "")
    evidence = gather(statement, sources, draft.calculation)
    if not evidence.ids:
        return "uncited", ""
    unknown = next((key for key in statement.citation_ids if key not in sources), None)
    if unknown is not None:
        return "unknown_citation", unknown
    plain = without_choices(without_enumerators(plain))
    fault = _find_content_fault(statement, plain, evidence, rules)
    if fault is not None:
        return fault
    if find_silence(plain) is not None or any(quantity.kind in _TELLING for quantity in read(plain)):
        return None
    nearer = find_nearer(plain, evidence.wording, evidence.ids, sources)
    return ("citation", nearer) if nearer else None


def _find_content_fault(
    statement: Statement, plain: str, evidence: Evidence, rules: Rules
) -> tuple[Reason, str] | None:
    fault = find_name_fault(statement.text, plain, evidence) or find_number_fault(plain, evidence)
    if fault is not None:
        return fault
    denied = find_negation_fault(plain, evidence)
    if denied is not None:
        return "negation", denied
    if rules.strict:
        fault = _find_strict_fault(plain, evidence)
        if fault is not None:
            return fault
    least = rules.min_overlap
    if least is None:
        least = MIN_OVERLAP_STRICT if rules.strict else MIN_OVERLAP
    if find_silence(plain) is not None:
        return None
    share = overlap(plain, evidence.wording)
    return None if share >= least else ("overlap", f"{share:.2f}")


def _find_strict_fault(plain: str, evidence: Evidence) -> tuple[Reason, str] | None:
    silence = find_silence(plain)
    if silence:
        return "silence", silence
    return find_term_fault(plain, evidence) or find_unsupported(plain, evidence)
