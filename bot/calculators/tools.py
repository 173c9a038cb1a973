"""The calculators as LangChain tools, for agents; imported only when asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from langchain_core.tools import StructuredTool, ToolException

from corpus.errors import PolicyAssistantError

if TYPE_CHECKING:
    from bot.calculators.registry import CalculatorRegistry


def build_tools(registry: "CalculatorRegistry") -> list[StructuredTool]:
    """One tool for each calculator; it returns the calculation as JSON data, or the refusal as its message."""
    return [
        StructuredTool(
            name=spec.name,
            description=f"{spec.title}：{spec.description}",
            args_schema=dict(spec.schema),
            func=_runner(registry, spec.name),
            handle_tool_error=True,
        )
        for spec in registry.specs
    ]


def _runner(registry: "CalculatorRegistry", name: str) -> Callable[..., dict[str, Any]]:
    def run(**inputs: object) -> dict[str, Any]:
        try:
            return registry.calculate(name, inputs).model_dump(mode="json")
        except PolicyAssistantError as error:
            raise ToolException(str(error)) from error

    return run
