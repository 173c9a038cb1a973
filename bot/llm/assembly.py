"""Puts the generator together from the settings and the parts it draws on."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bot.calculators.registry import CalculatorRegistry
from bot.llm.breaker import Breaker
from bot.llm.client import Connector, is_configured
from bot.llm.outgoing import Outgoing
from bot.retrieval.models import Searcher
from bot.settings import Settings
from corpus.models import Policy

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

    from bot.llm.generator import AgentGenerator
    from bot.llm.tools import Toolbox


@dataclass(frozen=True)
class Resources:
    """What a model may look into, always through tools. `more_tools` adds others, such as the eligibility check."""

    searcher: Searcher
    policy_of: Callable[[str], Policy]
    calculators: CalculatorRegistry | None = None
    more_tools: Callable[["Toolbox"], Sequence["BaseTool"]] | None = field(default=None)


def model_label(settings: Settings) -> str:
    """The model's name and filing number as a reader is told them."""
    name = settings.llm_model_label or settings.llm_model
    return f"{name}（备案号：{settings.llm_filing_number}）" if settings.llm_filing_number else name


def build_generator(settings: Settings, resources: Resources, mask: Callable[[str], str]) -> "AgentGenerator | None":
    """The generator of the settings, or None where no language model is configured.

    Raises:
        SettingsError: `POLICY_LLM_NEVER_SEND` holds a pattern that cannot be read.
    """
    if not is_configured(settings):
        return None
    from bot.llm.generator import AgentGenerator, Endpoint, Limits  # noqa: PLC0415 - LangChain stays off the default path

    generator = AgentGenerator(
        Endpoint(Connector(settings), model_label(settings), Breaker()),
        _tool_maker(resources),
        Outgoing(mask, settings.llm_never_send),
        Limits(settings.llm_deadline_s, settings.llm_max_steps),
    )
    threading.Thread(target=generator.warm, name="llm-warm", daemon=True).start()
    return generator


def _tool_maker(resources: Resources) -> Callable[["Toolbox"], Sequence["BaseTool"]]:
    calculators = cache(lambda: resources.calculators.tools() if resources.calculators else [])

    def make(toolbox: "Toolbox") -> Sequence["BaseTool"]:
        more = resources.more_tools(toolbox) if resources.more_tools else ()
        return [
            toolbox.search(resources.searcher),
            toolbox.read(resources.policy_of),
            *toolbox.calculators(calculators()),
            *more,
            toolbox.submit(),
        ]

    return make
