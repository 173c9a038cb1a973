"""Units that follow a number, and words that hold a numeral without counting anything."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

UnitKind = Literal["money", "percent", "duration", "count"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its kind, the name it is compared by, and its size in that name."""

    kind: UnitKind
    name: str
    factor: Decimal = Decimal(1)
    is_article: bool = False
    """Whether `一` before it is the plain article (`一项补贴`) and counts nothing."""


def _same(kind: UnitKind, words: str, name: str, factor: int = 1) -> dict[str, Unit]:
    return {word: Unit(kind, name, Decimal(factor)) for word in words.split()}


_COUNTERS = (*"个名位人家项种条类件次所批期场处户套份笔门档支款", "部门")

UNITS: dict[str, Unit] = {
    **_same("money", "元 块 块钱 圆 元钱 元人民币", "元"),
    **_same("money", "美元 美金", "美元"),
    **_same("money", "欧元", "欧元"),
    **_same("money", "港元 港币", "港元"),
    **_same("money", "日元", "日元"),
    **_same("percent", "%", "%"),
    "‰": Unit("percent", "%", Decimal("0.1")),
    **_same("percent", "个百分点 百分点", "百分点"),
    **_same("duration", "年 个年头 周年 年时间", "月", 12),
    **_same("duration", "个月 个整月", "月"),
    **_same("duration", "个季度 季度", "月", 3),
    **_same("duration", "天 日", "日"),
    **_same("duration", "周 个星期 星期", "日", 7),
    **_same("duration", "工作日 个工作日", "工作日"),
    **_same("duration", "小时 个小时", "小时"),
    **_same("duration", "分钟", "分钟"),
    **_same("count", "级", "级"),
    **_same("count", "倍", "倍"),
    **_same("count", "岁 周岁", "岁"),
    **_same("count", "号", "号"),
    **_same("count", "学时 课时 个课时 个学时", "学时"),
    **_same("count", "学年 个学年", "学年"),
    **_same("count", "平方米 平米", "平方米"),
    **_same("count", "点", "点"),
    **{word: Unit("count", "个", is_article=True) for word in _COUNTERS},
}

# Words, as patterns, in which a numeral is grammar. `一线`, `一体化` are not here: their numeral carries the meaning.
FUNCTION_WORDS = (
    *("一些", "一般", "一起", "一律", "一定", "一样", "一并", "一直", "一旦", "一切", "一同", "一致", "一方面", "一边"),
    *(
        "一下",
        "一点",
        "一来",
        "一经",
        "一概",
        "一道",
        "一再",
        "一向",
        "进一步",
        "统一",
        "唯一",
        r"(?<!合)同一",
        "单一",
        "万一",
    ),
    *(
        r"(?<!分)之一",
        "两者",
        "二者",
        "三者",
        "十分",
        "千万别",
        "千万不要",
        "百姓",
        "逐一",
        "一一",
        "任一",
        "这一",
        "那一",
    ),
    *("某一", "一方", "一共", "一部分", "一系列", "另一", "一把", "一块儿", "一句话", "一模一样", "一目了然"),
    *("一成不变", "百分之几", "百分之多少", "百分比", "一回事", "一码事", "五花八门", "三番五次"),
)
