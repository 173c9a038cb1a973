from datetime import date

import pytest

from bot.answering.numbered import numbered_hits
from bot.retrieval.models import Scope
from corpus.models import Policy
from corpus.reading import parse_policy
from tests.unit.test_answering_shelf import LABOUR, NEW, OLD

TODAY = date(2026, 11, 23)
TEXTS = {
    "labour": "中华人民共和国劳动法\n第一条 为了工作。\n第三十六条 国家实行工时制度。\n职工应当休息。",
    "edu-2022": "中华人民共和国职业教育法\n第一条 新的。",
    "edu-1996": "中华人民共和国职业教育法\n第一条 旧的。",
}


def policy_of(policy_id: str) -> Policy:
    return parse_policy(TEXTS[policy_id], policy_id)


def found(query: str, scope: Scope | None = None) -> list[tuple[str, str]]:
    hits = numbered_hits(query, (LABOUR, NEW, OLD), policy_of, scope or Scope(), TODAY)
    return [(hit.passage.id, hit.passage.text) for hit in hits]


@pytest.mark.parametrize("query", ["劳动法第三十六条", "《劳动法》第36条", "劳动法36条"])
def test_a_place_named_with_its_document_is_found_whole(query: str) -> None:
    assert found(query) == [("labour/36#1", "国家实行工时制度。"), ("labour/36#2", "职工应当休息。")]


def test_the_version_in_force_on_the_day_is_searched_and_no_other() -> None:
    assert found("职业教育法第一条") == [("edu-2022/1#1", "新的。")]
    assert found("职业教育法第一条", Scope(on=date(2020, 1, 1))) == [("edu-1996/1#1", "旧的。")]
    assert found("职业教育法第一条", Scope(policy_ids=("labour",))) == []


@pytest.mark.parametrize("query", ["第三十六条", "劳动法第九百条", "工时制度", "一条腿"])
def test_what_names_no_place_of_a_document_finds_none(query: str) -> None:
    assert found(query) == []
