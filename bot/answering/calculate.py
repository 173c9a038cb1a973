"""Amounts and checks asked in chat: slots from the words, the result from a calculator, what lacks asked back."""

from bot.answering import messages
from bot.answering.gate import Statement
from bot.answering.slots import CalculationRequest, read_request
from bot.answering.state import Inquiry, Reply
from bot.calculators.models import Calculation, Step
from bot.calculators.registry import CalculatorRegistry
from corpus.errors import InputError
from corpus.models import Citation


class CalculationResponder:
    """Answers questions for an amount or a check with a calculator's result and its steps."""

    def __init__(self, calculators: CalculatorRegistry) -> None:
        """Takes the one registry of calculators."""
        self._calculators = calculators

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """The calculation, a question back, or None where nothing is to be calculated."""
        request = self._read(inquiry)
        if request is None or request.optional:
            return None
        if request.needs:
            return self._ask(request)
        try:
            calculation = self._calculators.calculate(request.calculator, request.facts)
        except InputError as error:
            return self._ask(request, str(error))
        return _result(request, calculation)

    def _read(self, inquiry: Inquiry) -> CalculationRequest | None:
        """What is typed continues a calculation; what it means in full may begin one."""
        return read_request(inquiry.typed, inquiry.last_turn) or (
            read_request(inquiry.text, None) if inquiry.typed != inquiry.text else None
        )

    def _begun(self, request: CalculationRequest) -> Calculation:
        """The calculation as far as it goes: what is known as its steps, what lacks as its needs."""
        calculation = self._calculators.calculate(request.calculator, {})
        known = self._calculators.needs(request.calculator, request.facts)
        steps = [
            Step(text=f"已知{field.label}", expression=f"{value} {field.unit}".strip(), value=value)
            for field, value in zip(known, request.facts.values(), strict=True)
        ]
        needs = [need.name for need in request.needs]
        return calculation.model_copy(update={"inputs": dict(request.facts), "steps": steps, "needs": needs})

    def _ask(self, request: CalculationRequest, problem: str = "") -> Reply:
        calculation = self._begun(request)
        questions = "".join(need.question for need in request.needs)
        known = f"{request.understood}。" if request.understood else ""
        return Reply(
            "needs_input",
            "calculation",
            lead=problem or f"{known}{messages.TO_CALCULATE}{questions}",
            citations=tuple(calculation.citations),
            calculation=calculation,
            needs=tuple(request.needs),
            understood=request.understood,
            topic=f"calc:{request.calculator}",
            facts=dict(request.facts),
        )


def _result(request: CalculationRequest, calculation: Calculation) -> Reply:
    citations = _by_weight(calculation)
    return Reply(
        "answered",
        "calculation",
        statements=(Statement(_sentence(request, calculation), tuple(citation.id for citation in citations)),),
        citations=citations,
        calculation=calculation,
        notices=(*request.notices, *calculation.notices),
        understood=request.understood,
        topic=f"calc:{request.calculator}",
        facts=dict(request.facts),
    )


def _by_weight(calculation: Calculation) -> tuple[Citation, ...]:
    """Each sentence once; those that the result rests on first."""
    result = calculation.steps[-1].citations if calculation.steps else []
    return tuple({citation.id: citation for citation in (*result, *calculation.citations)}.values())


def _sentence(request: CalculationRequest, calculation: Calculation) -> str:
    """What was understood and what comes of it; a calculator's own conclusion fits every one of its outcomes."""
    understood = f"{request.understood}：" if request.understood else ""
    return f"{understood}{calculation.conclusion}"
