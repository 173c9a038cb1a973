"""Amounts and checks asked in chat: slots from the words, the result from a calculator, what lacks asked back."""

import re

from bot.answering import messages
from bot.answering.asks import strict
from bot.answering.gate import Statement
from bot.answering.gate.quantities import read
from bot.answering.models import ANSWERED, Turn
from bot.answering.slots import CalculationRequest, read_request
from bot.answering.state import Choice, Inquiry, Reply
from bot.calculators.catalogue import CALCULATORS
from bot.calculators.models import Calculation, Step
from bot.calculators.registry import CalculatorRegistry
from corpus.errors import InputError
from corpus.models import Citation

KEY = "calc:"
"""Begins the topic of a calculation and the key of a calculator among choices."""
_CORRECTION = re.compile(
    r"^(哎|等下|等等|哦|噢)?[,，]?(不对不对|打错了|说错了|写错了|弄错了|搞错了|记错了|改一下|更正一下|纠正一下|更正|我说的是|应该是)[,，:：]?(我说的是|应该是|是)?"
)
_RELAYED = re.compile(
    r"^(?:他们?|她们?|对方|来电人|老板|校长|会计|厂里|学校)(?:又|还|就|现在)?(?:说|问|讲)(?:的?是)?[,，:：]?"
)
"""Who passes on what somebody else says: `他说盈余额90万`."""
_GOING_BACK = re.compile(
    r"^(刚才|刚刚|之前|前面|回到)(说的|算的|问的)?(那个|这个)?[^,，]{0,8}[,，]?(改成|换成|变成|如果|要是)?"
)


class CalculationResponder:
    """Answers questions for an amount or a check with a calculator's result and its steps."""

    def __init__(self, calculators: CalculatorRegistry) -> None:
        """Takes the one registry of calculators."""
        self._calculators = calculators
        self._resting = {
            citation.id: name for name in CALCULATORS for citation in calculators.calculate(name, {}).citations[:1]
        }
        """The calculator of each sentence that one rests on."""

    def __call__(self, inquiry: Inquiry) -> Reply | None:
        """The calculation, a question back, or None where nothing is to be calculated."""
        request = self._read(inquiry)
        # What a clause answers as well is calculated only where nothing else is asked of it.
        if request is None or (request.optional and strict(inquiry.asks)):
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
        typed = _RELAYED.sub("", _CORRECTION.sub("不对，是", inquiry.typed))
        request = read_request(typed, self._before(inquiry))
        if request is None and inquiry.typed != inquiry.text:
            request = read_request(inquiry.text, None)
        return request or self._go_on(typed, inquiry)

    def _before(self, inquiry: Inquiry) -> Turn | None:
        """The turn that a bare number continues; what was told from a calculator's sentence leads to that calculator.

        Facts given to it earlier in the conversation still hold.
        """
        last = inquiry.last_turn
        if last is None or last.calculator or not last.cited or last.status not in ANSWERED:
            return last
        is_sum = _is_of_money(inquiry) or _tells_several(inquiry)
        name = self._resting.get(last.cited[0]) or (self._of_clause(last.cited[0]) if is_sum else None)
        begun = next((turn for turn in reversed(inquiry.turns) if name and turn.calculator == name), None)
        return begun or last.model_copy(update={"calculator": name})

    def _of_clause(self, cited: str) -> str | None:
        """The calculator that rests on a sentence of the same clause: asked for a sum or told facts, it is meant."""
        clause = cited.rsplit("#", 1)[0]
        return next((name for held, name in self._resting.items() if held.rsplit("#", 1)[0] == clause), None)

    def _go_on(self, typed: str, inquiry: Inquiry) -> CalculationRequest | None:
        """A calculation further back that the words go back to, or a fact for the matter spoken of."""
        begun = next((turn for turn in reversed(inquiry.turns) if turn.calculator), None)
        if begun is not None and _GOING_BACK.search(typed):
            request = read_request(_GOING_BACK.sub("", typed), begun)
            if request is not None:
                return request
        if not inquiry.leaning or not any(quantity.value is not None for quantity in read(typed)):
            return None
        request = read_request(inquiry.leaning, None)
        return request if request is not None and request.facts and not request.optional else None

    def _begun(self, request: CalculationRequest) -> Calculation:
        """The calculation as far as it goes: what is known as its steps, what lacks as its needs."""
        calculation = self._calculators.calculate(request.calculator, {})
        known = self._calculators.needs(request.calculator, request.facts)
        steps = [
            Step(text=f"已知{field.label}", expression=f"{value}{field.unit}", value=value)
            for field, value in zip(known, request.facts.values(), strict=True)
        ]
        needs = [need.name for need in request.needs]
        return calculation.model_copy(update={"inputs": dict(request.facts), "steps": steps, "needs": needs})

    def _ask(self, request: CalculationRequest, problem: str = "") -> Reply:
        calculation = self._begun(request)
        questions = "".join(dict.fromkeys(need.question for need in request.needs))
        known = f"{request.understood}。" if request.understood else ""
        return Reply(
            "needs_input",
            "calculation",
            lead=problem or f"{known}{messages.TO_CALCULATE}{questions}",
            citations=tuple(calculation.citations),
            calculation=calculation,
            needs=tuple(request.needs),
            understood=request.understood,
            topic=f"{KEY}{request.calculator}",
            facts=dict(request.facts),
        )


def _is_of_money(inquiry: Inquiry) -> bool:
    return any("money" in ask.expects for ask in inquiry.asks)


def _tells_several(inquiry: Inquiry) -> bool:
    """Whether several numbers are told at once, as `20个人两年` does: one alone may be anything."""
    return sum(quantity.value is not None for quantity in read(inquiry.typed)) > 1


def choices() -> tuple[Choice, ...]:
    """The calculators, for a question that may want one."""
    return tuple(Choice(f"{KEY}{one.name}", one.title, f"计算{one.title}") for one in CALCULATORS.values())


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
        topic=f"{KEY}{request.calculator}",
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
