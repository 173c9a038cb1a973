"""Puts the generator together from the settings and the parts it draws on."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.calculators.registry import CalculatorRegistry
from bot.eligibility.engine import EligibilityEngine
from bot.llm.breaker import Breaker
from bot.llm.client import Connector, is_configured
from bot.llm.outgoing import Outgoing
from bot.retrieval.models import Scope, Searcher
from bot.settings import Settings
from corpus.models import Policy

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

    from bot.llm.generator import AgentGenerator
    from bot.llm.helpers import Helpers
    from bot.llm.single import SingleCall
    from bot.llm.tools import Toolbox

_HELPERS_SHARE = 1 / 3
"""Of the deadline: two such calls, one after another, leave as much again for the wording."""
_DRAFT_S = 120.0
"""Nobody waits in front of a screen for drafts."""


@dataclass(frozen=True)
class Resources:
    """What a model may look into, always through tools."""

    searcher: Searcher
    policy_of: Callable[[str], Policy]
    calculators: CalculatorRegistry | None = None
    eligibility: EligibilityEngine | None = None


@dataclass(frozen=True)
class LanguageModel:
    """The uses of one configured endpoint, behind one breaker; `call` is for work that nobody waits for."""

    generator: "AgentGenerator"
    helpers: "Helpers"
    call: "SingleCall"
    outgoing: Outgoing


def model_label(settings: Settings) -> str:
    """The model's name and filing number as a reader is told them."""
    name = settings.llm_model_label or settings.llm_model
    return f"{name}（备案号：{settings.llm_filing_number}）" if settings.llm_filing_number else name


def build_language_model(settings: Settings, resources: Resources, mask: Callable[[str], str]) -> LanguageModel | None:
    """All uses of the configured model, or None; what the first question needs is imported in the background.

    Raises:
        SettingsError: `POLICY_LLM_NEVER_SEND` holds a pattern that cannot be read.
    """
    if not is_configured(settings):
        return None
    from bot.llm.generator import AgentGenerator, Endpoint, Limits  # noqa: PLC0415 - LangChain stays off the default path
    from bot.llm.helpers import Helpers  # noqa: PLC0415
    from bot.llm.single import SingleCall  # noqa: PLC0415

    outgoing, connector, breaker = Outgoing(mask, settings.llm_never_send), Connector(settings), Breaker()
    limits = Limits(settings.llm_deadline_s, settings.llm_max_steps, settings.llm_output)
    generator = AgentGenerator(
        Endpoint(connector, model_label(settings), breaker), _tool_maker(resources), outgoing, limits
    )
    asking = SingleCall(connector, breaker, settings.llm_deadline_s * _HELPERS_SHARE)
    drafting = SingleCall(connector, breaker, max(settings.llm_deadline_s, _DRAFT_S))
    threading.Thread(target=generator.warm, name="llm-warm", daemon=True).start()
    return LanguageModel(generator, Helpers(asking, outgoing), drafting, outgoing)


def _tool_maker(resources: Resources) -> Callable[["Toolbox", Scope | None], Sequence["BaseTool"]]:
    calculators = cache(lambda: resources.calculators.tools() if resources.calculators else [])

    def make(toolbox: "Toolbox", scope: Scope | None) -> Sequence["BaseTool"]:
        checks = [toolbox.eligibility(resources.eligibility)] if resources.eligibility else []
        return [
            toolbox.search(resources.searcher, scope),
            toolbox.read(resources.policy_of, scope),
            *toolbox.calculators(calculators()),
            *checks,
            toolbox.submit(),
        ]

    return make
