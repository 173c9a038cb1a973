"""The gate that every answer passes: nothing is said that its cited sentences or its calculation do not hold."""

from bot.answering.gate.check import check
from bot.answering.gate.models import Draft, Failure, Reason, Rules, Statement, Verdict
from bot.answering.gate.quote import check_quote

__all__ = ["Draft", "Failure", "Reason", "Rules", "Statement", "Verdict", "check", "check_quote"]
