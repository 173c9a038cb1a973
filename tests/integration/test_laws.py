"""The reader on 45 national statutes."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.models import Policy
from corpus.reading import parse_policy

LAWS = Path(__file__).parents[2].parent / "shared" / "data" / "laws"
pytestmark = pytest.mark.skipif(not LAWS.is_dir(), reason="the statutes are not beside the repository")


def manifest() -> list[dict[str, Any]]:
    path = LAWS / "manifest.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.fixture(params=manifest(), ids=lambda entry: entry["file"])
def law(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Policy]:
    entry = request.param
    return entry, parse_policy((LAWS / entry["file"]).read_text(encoding="utf-8"), Path(entry["file"]).stem)


def test_every_article_is_found_once_and_in_order(law: tuple[dict[str, Any], Policy]) -> None:
    entry, policy = law
    articles = [clause.path for clause in policy.clauses if clause.kind == "article"]
    assert articles == [str(number) for number in range(1, entry["articles"] + 1)]


def test_identifiers_are_unique_and_sentences_verbatim(law: tuple[dict[str, Any], Policy]) -> None:
    _, policy = law
    sentences = list(policy.sentences())
    assert len({sentence.id for sentence in sentences}) == len(sentences)
    assert all(policy.text[s.start : s.end] == s.text for s in sentences)


def test_title_is_the_statutes_own(law: tuple[dict[str, Any], Policy]) -> None:
    entry, policy = law
    assert policy.title == entry["title"]


def test_an_appendix_has_its_own_numbering() -> None:
    text = (LAWS / "女职工劳动保护特别规定_2012-04-28.txt").read_text(encoding="utf-8")
    policy = parse_policy(text, "x")
    assert policy.clause("attachment1").label == "附录"
    assert policy.clause("attachment1.1").sentences[0].text == "女职工禁忌从事的劳动范围："
    assert policy.clause("attachment1.3.5").sentences[0].text == "冷水作业分级标准中规定的冷水作业；"
