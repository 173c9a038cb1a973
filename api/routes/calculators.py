"""The calculators: what they ask for, and a calculation with its trace."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Body

from api.schemas import CalculatorList, CalculatorView
from api.service import ServiceDep
from bot.calculators.models import Calculation
from bot.calculators.registry import CalculatorSpec

router = APIRouter(prefix="/api/calculators", tags=["计算器"])
Inputs = Annotated[dict[str, Any], Body(max_length=20, examples=[{"headcount": 12, "years": 1}])]


@router.get("", response_model=CalculatorList, summary="计算器一览")
async def list_calculators(service: ServiceDep) -> CalculatorList:
    """All calculators with their inputs as form fields and as JSON Schema."""
    return CalculatorList(calculators=[view(spec) for spec in service.assistant.calculators.specs])


@router.post("/{name}", response_model=Calculation, summary="计算")
async def calculate(name: str, inputs: Inputs, service: ServiceDep) -> Calculation:
    """The calculation for these inputs; `needs_input` names what is missing."""
    run = service.assistant.calculators.calculate
    return await to_thread.run_sync(run, name, inputs, limiter=service.threads)


def view(spec: CalculatorSpec) -> CalculatorView:
    """The calculator as a form needs it."""
    fields = [{name: getattr(field, name) for name in _SHOWN} | {"choices": _choices(field)} for field in spec.fields]
    return CalculatorView.model_validate(
        {
            "name": spec.name,
            "title": spec.title,
            "description": spec.description,
            "schema": dict(spec.schema),
            "fields": fields,
        }
    )


_SHOWN = ("name", "label", "type", "question", "help", "unit", "required", "keypad", "allowed")


def _choices(field: Any) -> list[dict[str, str]]:
    return [{"value": choice.value, "label": choice.label} for choice in field.choices]
