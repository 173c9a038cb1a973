"""The calculators that exist, by name; nothing here needs the rulebook."""

from types import MappingProxyType
from typing import Any

from bot.calculators.apprentice_subsidy import APPRENTICE_SUBSIDY
from bot.calculators.calculator import Calculator
from bot.calculators.education_fund_frontline import EDUCATION_FUND_FRONTLINE
from bot.calculators.fields import InputField
from bot.calculators.performance_pay_cap import PERFORMANCE_PAY_CAP
from bot.calculators.title_route import TITLE_ROUTE
from bot.calculators.wage_growth_check import WAGE_GROWTH_CHECK
from corpus.errors import NotFoundError

_ALL: tuple[Calculator[Any], ...] = (
    APPRENTICE_SUBSIDY,
    PERFORMANCE_PAY_CAP,
    EDUCATION_FUND_FRONTLINE,
    WAGE_GROWTH_CHECK,
    TITLE_ROUTE,
)
CALCULATORS = MappingProxyType({calculator.name: calculator for calculator in _ALL})


def find_calculator(name: str) -> Calculator[Any]:
    """The calculator of that name.

    Raises:
        NotFoundError: There is none.
    """
    try:
        return CALCULATORS[name]
    except KeyError:
        raise NotFoundError(f"没有这个计算器，可用的有：{'、'.join(CALCULATORS)}。") from None


def find_field(calculator: str, name: str) -> InputField:
    """The input field of that name.

    Raises:
        NotFoundError: There is none.
    """
    for candidate in find_calculator(calculator).fields:
        if candidate.name == name:
            return candidate
    raise NotFoundError("这个计算器没有这一项。")
