from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.rulebook import load_rulebook
from corpus.rulebook.conditions import Combination, Fact
from tests.rule_support import copy_rules, policies

YES = Fact("yes", frozenset({"yes"}), "")
NO = Fact("no", frozenset({"yes"}), "")
OPEN = Fact("open", frozenset({"yes"}), "")
FACTS = {"yes": "yes", "no": "no"}


@pytest.mark.parametrize(
    ("operator", "conditions", "wanted"),
    [
        ("all", (), True),
        ("any", (), False),
        ("all", (YES, YES), True),
        ("all", (YES, NO), False),
        ("all", (OPEN, NO), False),
        ("all", (YES, OPEN), None),
        ("any", (NO, YES), True),
        ("any", (OPEN, YES), True),
        ("any", (NO, OPEN), None),
        ("any", (NO, NO), False),
        ("not", (YES,), False),
        ("not", (NO,), True),
        ("not", (OPEN,), None),
    ],
)
def test_conditions_have_three_values(operator, conditions, wanted):
    assert Combination(operator, conditions).holds(FACTS) is wanted


def test_not_known_is_the_same_as_not_answered():
    assert OPEN.holds({"open": "unknown"}) is OPEN.holds({}) is None


def test_a_settled_condition_needs_nothing():
    assert list(Combination("all", (OPEN, NO)).open_leaves(FACTS)) == []


def test_an_open_condition_needs_its_open_leaves():
    assert [leaf.name for leaf in Combination("all", (YES, OPEN)).open_leaves(FACTS)] == ["open"]


def broken(folder: Path, file: str, old: str, new: str) -> str:
    root = copy_rules(folder)
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as failure:
        load_rulebook(policies(), root)
    return str(failure.value)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("fact: chain_role", "fact: chain_rule", "chain_rule"),
        ("is: [lead, member]", "is: [leader]", "没有“leader”这个选项"),
        ("is: [lead, member], ", "", "fact 要写 is"),
        ("{fact: chain_role, is: lead,", "{fact: chain_role, iss: lead,", "fact 要写 is"),
        ("when: {fact: chain_role, is: lead, text: 是生态链链主企业}", "when: {all: []}", "不空的列表"),
        ("when: {fact: chain_role, is: lead, text: 是生态链链主企业}", "when: {all: [x], any: [y]}", "只能有"),
        ("when: {fact: chain_role, is: lead, text: 是生态链链主企业}", "when: {not: x}", "all / any / not / fact"),
        ("hedge: 符合条件", "hedge: 另有规定", "不在引文里"),
        ("    hedge: 符合条件\n", "", "要么都写"),
        ("kind: benefit", "kind: gift", "允许的取值"),
        ("id: chain_lead_assessment", "id: chain_support", "已经用过"),
        ("quote: 允许符合条件", "quote: 允许所有", "对不上"),
    ],
)
def test_a_malformed_measure_is_refused_naming_its_file(tmp_path, old, new, wanted):
    message = broken(tmp_path, "measures/clause1.yaml", old, new)
    assert wanted in message
    assert "clause1.yaml" in message


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("name: ownership", "name: audience", "写了两次"),
        ("value: other", "value: state_owned", "不能重复"),
        ("apprentices: [employees, none]", "apprentices: [nobody]", "没有“nobody”"),
        ("audience: [school]", "audience: [pupil]", "允许的取值"),
    ],
)
def test_a_malformed_question_is_refused_naming_its_file(tmp_path, old, new, wanted):
    message = broken(tmp_path, "questions.yaml", old, new)
    assert wanted in message
    assert "questions.yaml" in message
