"""Decides whether a question asks for a calculation, and with which facts."""

import re

from bot.answering.models import Turn
from bot.answering.slots.amounts import read_education_fund, read_performance_pay, read_wage_growth
from bot.answering.slots.apprentice import read_apprentice
from bot.answering.slots.followups import read_followup
from bot.answering.slots.quantities import MAX_QUANTITIES, find_quantities, tidy
from bot.answering.slots.request import CalculationRequest, build_request
from bot.answering.slots.titles import read_title
from bot.calculators.catalogue import find_calculator

MAX_LENGTH = 300
_NEVER_MIND = re.compile(r"^(?:那|还是)?(?:算了|不算了)吧?(?:先?[问说]|换)?[^、。!算]{0,5}[、。!]+(?=.)")
_READERS = (read_wage_growth, read_performance_pay, read_education_fund, read_apprentice, read_title)


def read_request(question: str, previous: Turn | None = None) -> CalculationRequest | None:
    """What the question asks to have calculated, or None where it asks for anything else.

    A number that could mean two things is asked about, never guessed. Two calculations in one question are none:
    the clauses answer better. Pure; well below a millisecond for questions of ordinary length.
    """
    if not question or len(question) > MAX_LENGTH:
        return None
    text = _NEVER_MIND.sub("", tidy(question))
    quantities = find_quantities(text)
    if len(quantities) >= MAX_QUANTITIES:
        return None
    requests = [request for reader in _READERS if (request := reader(text, quantities))]
    if len(requests) > 1:
        return None
    if requests:
        return _continue(requests[0], previous)
    return read_followup(text, quantities, previous) if previous else None


def _continue(request: CalculationRequest, previous: Turn | None) -> CalculationRequest:
    """The request with facts that an unfinished or just finished calculation of the same kind already has."""
    if previous is None or previous.calculator != request.calculator or not request.needs or request.optional:
        return request
    fields = {field.name: field for field in find_calculator(request.calculator).fields}
    missing = {need.name for need in request.needs if need.question == fields[need.name].question}
    carried = {name: value for name, value in previous.facts.items() if name in missing}
    if not carried:
        return request
    doubts = {need.name: need.question for need in request.needs if need.name not in missing}
    merged = {**carried, **request.facts}
    marked = {
        name: f"{value.rstrip('%')}%" if fields[name].kind == "percent" else value for name, value in merged.items()
    }
    return build_request(request.calculator, marked, doubts, request.notices)
