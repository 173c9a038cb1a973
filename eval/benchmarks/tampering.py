"""Makes false statements from true ones: one change of a digit, unit, direction, denial, period or clause each.

The tables here are written apart from the gate's own, so that the gate is not tested against itself.
"""

import random
import re
from dataclasses import dataclass

_DIGITS = re.compile(r"[0-9０-９]")
_NUMERALS = re.compile(r"(?<![第其五])[二三四五六七八九](?=[十百千万成年个部]|百)|(?<=分之)[一二三四五六七八九]")
_UNITS = (
    ("元", ("万元", "美元", "%")),
    ("块钱", ("万块钱", "%")),
    ("%", ("元", "‰", "个百分点", "万元")),
    ("个月", ("年", "天", "周")),
    ("以上劳动合同", ("以下劳动合同",)),
    ("每年", ("每月", "每季度", "每天", "每学期")),
    ("每人", ("每家企业", "每班", "每户")),
    ("1年", ("1个月", "1天")),
    ("2年", ("2个月",)),
    ("两年", ("两个月", "两天")),
    ("一年以上", ("一个月以上", "一天以上")),
    ("半年", ("半个月", "半天")),
)
_DIRECTIONS = (
    ("不超过", ("超过", "不低于", "不少于", "至少")),
    ("不低于", ("低于", "不高于", "不超过", "至多")),
    ("不得低于", ("不得高于", "可以低于")),
    ("不能低于", ("不能高于", "可以低于")),
    ("不少于", ("不多于", "少于")),
    ("以上", ("以下", "以内")),
    ("至少", ("至多", "最多")),
    ("最多", ("最少", "至少")),
    ("最高", ("最低",)),
    ("最低", ("最高",)),
    ("上限", ("下限",)),
    ("应高于", ("应低于", "不应高于")),
    ("比特级技师高", ("比特级技师低",)),
)
_DENIALS = (
    ("不计入", ("计入", "全部计入")),
    ("不算进", ("算进",)),
    ("不受", ("要受", "仍受")),
    ("可以", ("不可以", "不得", "不能")),
    ("可直接", ("不可直接", "不得直接")),
    ("可实行", ("不可实行", "禁止实行")),
    ("可破格", ("不可破格", "不得破格")),
    ("支持", ("不支持", "禁止", "限制")),
    ("鼓励", ("不鼓励", "禁止", "严禁")),
    ("允许", ("不允许", "禁止")),
    ("纳入", ("不纳入", "不得纳入")),
    ("给予", ("不给予", "不再给予")),
    ("应将", ("不应将",)),
    ("要足额", ("不必足额", "无需足额")),
    ("公布", ("不公布", "不得公布")),
    ("优先推荐", ("不优先推荐", "不推荐")),
    ("倾斜", ("不倾斜",)),
    ("挂钩", ("不挂钩", "脱钩不挂钩")),
    ("享受", ("不享受", "不能享受")),
    ("提取作为", ("不得提取作为",)),
    ("用于", ("不得用于", "不用于")),
    ("按规定", ("不按规定",)),
    ("能", ("不能",)),
)
_PERIODS = (("上年度", ("本年度", "下年度")), ("去年", ("今年", "明年")))
_CLAUSES = re.compile(r"第([一二三四五六七八九])条")
_ORDER = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class TrueStatement:
    """A statement that its sentences hold."""

    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tampered:
    """A false statement, and what was done to make it so."""

    text: str
    citations: tuple[str, ...]
    change: str


def tamper(statements: list[TrueStatement], count: int, seed: int) -> list[Tampered]:
    """`count` different false statements, spread evenly over the kinds of change that the statements allow."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible sample, not a secret
    pools: dict[str, list[Tampered]] = {}
    for statement in statements:
        for made in _changes(statement, chance):
            pools.setdefault(made.change, []).append(made)
    for pool in pools.values():
        chance.shuffle(pool)
    picked: dict[tuple[str, tuple[str, ...]], Tampered] = {}
    while len(picked) < count and any(pools.values()):
        for pool in pools.values():
            if pool and len(picked) < count:
                made = pool.pop()
                picked.setdefault((made.text, made.citations), made)
    return list(picked.values())


def _changes(statement: TrueStatement, chance: random.Random) -> list[Tampered]:
    made = [
        *_digit_changes(statement, chance),
        *_word_changes(statement, "unit", _UNITS),
        *_word_changes(statement, "direction", _DIRECTIONS),
        *_word_changes(statement, "negation", _DENIALS),
        *_word_changes(statement, "period", _PERIODS),
        *_clause_changes(statement, chance),
    ]
    return [change for change in made if change.text != statement.text or change.citations != statement.citations]


def _digit_changes(statement: TrueStatement, chance: random.Random) -> list[Tampered]:
    made = []
    for pattern, alphabet in ((_DIGITS, "123456789"), (_NUMERALS, "二三四五六七八九")):
        for match in pattern.finditer(statement.text):
            others = [digit for digit in alphabet if digit != match[0] and not _is_full_width(match[0], digit)]
            text = statement.text[: match.start()] + chance.choice(others) + statement.text[match.end() :]
            made.append(Tampered(text, statement.citations, "digit"))
    return made


def _is_full_width(found: str, digit: str) -> bool:
    return ord(found) - ord("０") == ord(digit) - ord("0")


def _word_changes(
    statement: TrueStatement, change: str, table: tuple[tuple[str, tuple[str, ...]], ...]
) -> list[Tampered]:
    made = []
    for word, others in table:
        place = statement.text.find(word)
        if place < 0 or _is_inside_a_word(statement.text[max(0, place - 1) : place], word):
            continue
        for other in others:
            text = statement.text[:place] + other + statement.text[place + len(word) :]
            made.append(Tampered(text, statement.citations, change))
    return made


def _is_inside_a_word(before: str, word: str) -> bool:
    """Whether what stands before makes another word of it (`职能`, `多元`), or a denial that is there already."""
    if word in ("元", "%"):
        return not (before.isdigit() or before in tuple("千百万"))
    return before in tuple("不没未可职功技智性才只")


def _clause_changes(statement: TrueStatement, chance: random.Random) -> list[Tampered]:
    """A wrong clause named, and the right words under another clause's identifier."""
    cited = statement.citations[0].rsplit("/", 1)[-1].split("#", 1)[0]
    if not cited.isdigit() or len(statement.citations) > 1:
        return []
    wrong = chance.choice([name for index, name in enumerate(_ORDER, 1) if str(index) != cited])
    bare = _CLAUSES.sub(f"第{wrong}条", statement.text)
    named = bare if bare != statement.text else f"根据第{wrong}条，{statement.text}"
    policy = statement.citations[0].rsplit("/", 1)[0]
    elsewhere = chance.choice([number for number in range(1, 10) if str(number) != cited])
    return [
        Tampered(named, statement.citations, "clause"),
        Tampered(statement.text, (f"{policy}/{elsewhere}#1",), "citation"),
    ]
