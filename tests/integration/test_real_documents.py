"""The readers on saved web pages, a real PDF, and the statutes as Word and PDF."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.marks import first_date
from corpus.models import Policy
from corpus.readers import read_bytes, read_file
from corpus.reading import parse_policy
from corpus.text import normalise
from tests.integration.made_documents import docx_of, pdf_of

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the documents are not beside the repository")
SHORTER = (
    "职工带薪年休假条例_2007-12-14",
    "失业保险条例_1999-01-22",
    "女职工劳动保护特别规定_2012-04-28",
    "工资支付暂行规定_1994-12-06",
)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def pages() -> list[tuple[dict[str, Any], Policy]]:
    folder = DATA / "gov_docs"
    gold = rows(folder / "metadata.jsonl")
    return [(page, parse_policy(read_file(folder / f"{page['id']}.html").text, page["id"])) for page in gold]


def test_titles_numbers_and_dates_of_web_pages(pages: list[tuple[dict[str, Any], Policy]]) -> None:
    found = {
        "title": sum(policy.metadata.title == page["title"] for page, policy in pages),
        "number": sum(policy.metadata.document_number == page["doc_no"] for page, policy in pages),
        "issuer": sum("、".join(policy.metadata.issuers) == page["issuer"] for page, policy in pages),
        "written": sum(policy.metadata.written_on == first_date(page["written"]) for page, policy in pages),
        "published": sum(policy.metadata.published_on == first_date(page["published"]) for page, policy in pages),
    }
    assert {name: count for name, count in found.items() if count < 19} == {}


def test_a_date_that_head_and_signature_give_differently_is_less_certain(
    pages: list[tuple[dict[str, Any], Policy]],
) -> None:
    """G011 is dated 17 April in its head and 27 April in its signature."""
    doubtful = {page["id"] for page, policy in pages if policy.metadata.evidence["written_on"].confidence < 1}
    assert doubtful == {"G011"}


def test_every_statement_of_metadata_is_in_the_text(pages: list[tuple[dict[str, Any], Policy]]) -> None:
    for _, policy in pages:
        for stated in policy.metadata.evidence.values():
            assert policy.sentence(stated.sentence_id).text == stated.quote


def test_a_decree_and_its_attachments_are_read_in_full(pages: list[tuple[dict[str, Any], Policy]]) -> None:
    policies = {page["id"]: policy for page, policy in pages}
    assert sum(clause.kind == "article" for clause in policies["G000"].clauses) == 32
    assert sum(clause.kind == "article" for clause in policies["G001"].clauses) == 36
    assert policies["G005"].clause("attachment1.2").heading == "成员单位"
    assert policies["G003"].clause("table1").sentences[0].text == "坐标 编号：1｜X坐标：15172.500｜Y坐标：103655.000"
    assert policies["G017"].clause("3.2").heading == "应急报告"


def test_the_elements_of_a_real_pdf_are_all_found() -> None:
    text = read_file(DATA / "gov_pdf" / "397.pdf").text
    lines = {re.sub(r"\s", "", line) for line in text.split("\n")}
    gold = [row for row in rows(DATA / "gov_pdf" / "397_gold_elements.jsonl") if row["label"] != "发文机关标志"]
    # The labels mark line ends inside paragraphs with 錓, and close run-in headings with a mark the page has not.
    wanted = [re.sub(r"\s|錓", "", row["text"]) for row in gold]
    assert [text for text in wanted if text not in lines and text.rstrip("。") not in lines] == []


def test_the_parts_of_a_real_pdf_are_told_apart() -> None:
    policy = parse_policy(read_file(DATA / "gov_pdf" / "397.pdf").text, "x")
    metadata = policy.metadata
    assert metadata.title == "关于加强个人所得税纳税信用建设的通知"
    assert metadata.document_number == "发改办财金规〔2019〕860号"
    assert metadata.issuers == ("国家发展改革委办公厅", "税务总局办公厅")
    assert str(metadata.written_on) == "2019-08-20"
    assert [clause.path for clause in policy.clauses if clause.kind == "item"] == [
        "1", "2", "2.1", "2.2", "2.3", "3", "3.1", "3.2", "4", "4.1", "4.2", "5", "5.1", "5.2",
    ]  # fmt: skip


def shape(text: str) -> list[tuple[str, str, list[str]]]:
    policy = parse_policy(text, "x")
    return [
        (clause.path, normalise(clause.heading), [normalise(sentence.text) for sentence in clause.sentences])
        for clause in policy.clauses
    ]


@pytest.mark.parametrize("path", sorted((DATA / "laws").glob("*.txt")), ids=lambda path: path.stem)
def test_a_statute_as_word_gives_the_same_clauses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert shape(read_bytes(docx_of(text.split("\n"))).text) == shape(text)


@pytest.mark.parametrize("name", SHORTER)
def test_a_statute_as_pdf_gives_the_same_clauses(name: str) -> None:
    text = (DATA / "laws" / f"{name}.txt").read_text(encoding="utf-8")
    made = pdf_of([line for line in text.split("\n") if line.strip()], head="法律法规汇编")
    assert shape(read_bytes(made).text) == shape(text)
