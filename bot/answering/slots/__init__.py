"""Understands calculation requests in chat: which calculator, which facts, and what is still to be asked."""

from bot.answering.slots.reading import read_request
from bot.answering.slots.request import CalculationRequest

__all__ = ["CalculationRequest", "read_request"]
