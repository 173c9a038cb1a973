"""Reads the question which professional title a skill level may apply for."""

import re
from collections.abc import Sequence

from bot.answering.slots.quantities import Quantity
from bot.answering.slots.request import CalculationRequest, build_request
from bot.answering.slots.words import COMPUTE, PROCEDURE, is_out_of_bounds

NAME = "title_route"
LEVEL = re.compile(r"高级技师|特级技师|首席技师|技师(?!学院|学校|班)|高级工(?!程|班)|中级工(?!程)|初级工(?!程)")
_WHICH = re.compile(
    r"(?:啥|什么|哪[一个级种类]?|几级|多高)(?:样的|级别的?|等级的?|层次的?)?职称|职称.{0,4}(?:哪|什么|啥|几级)|对应.{0,4}职称|(?:评|报|申请|参评).{0,3}职称"
)
_OTHER_CLAIM = re.compile(
    r"待遇|同等|(?:助理|初|中|高)级职称|正高|副高|比照|工资|薪|补贴|奖|认定|晋升|材料|费用|多久|论文|年限|几年|名额|吗$|么$"
)

_EQUAL = re.compile(r"(?:特级|首席)技师.{0,6}(?:相当于|等于|等同|比照|对照|顶)")
"""What these two are treated as is a clause of its own, and not what they may apply for."""


def read_title(text: str, quantities: Sequence[Quantity]) -> CalculationRequest | None:
    """The request for exactly one level, marked optional because the clause itself answers it too; or None."""
    match = LEVEL.search(text)
    if not match or not (_WHICH.search(text, match.end()) or (COMPUTE.search(text) and "职称" in text)):
        return None
    levels = {found[0] for found in LEVEL.finditer(text)}
    if len(levels) != 1 or any(other.search(text) for other in (_OTHER_CLAIM, _EQUAL, PROCEDURE)):
        return None
    if "工程师" in text[: match.start()] or is_out_of_bounds(text, list(quantities), 2024):
        return None
    return build_request(NAME, {"skill_level": match[0]}).model_copy(update={"optional": True})
