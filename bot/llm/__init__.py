"""A language model behind the gate: it only rewords, and what it writes is shown where the gate lets it pass."""

from bot.llm.ports import Completeness, GeneratedDraft, Generator, WordingRequest

__all__ = ["Completeness", "GeneratedDraft", "Generator", "WordingRequest"]
