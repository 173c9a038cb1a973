"""Three-valued eligibility over the measures of the policy."""

from bot.eligibility.engine import EligibilityEngine
from bot.eligibility.models import EligibilityQuestion, EligibilityResult, MeasureResult, Reason

__all__ = ["EligibilityEngine", "EligibilityQuestion", "EligibilityResult", "MeasureResult", "Reason"]
