"""The evaluation questions: well formed, resting on sentences that exist, split once."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus.reading import parse_policy

DATASETS = Path(__file__).parents[2] / "eval" / "datasets"
SOURCE = Path(__file__).parents[2] / "corpus" / "policies" / "baotou-jineng-qiangqi" / "source.txt"
OF_THE_STRUCTURE = {"九|9", "第四条|四、", "第七条|七、"}
"""What must be said of the document's parts, which no sentence states."""
STATUSES = {"answered", "partial", "needs_input", "not_covered", "declined", "notice"}


def read(name: str) -> list[dict[str, Any]]:
    lines = (DATASETS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def single_questions() -> list[dict[str, Any]]:
    return read("policy_questions.jsonl")


def all_turns() -> list[dict[str, Any]]:
    return [turn for conversation in read("conversations.jsonl") for turn in conversation["turns"]]


def sentences_by_hand() -> dict[str, str]:
    """The policy cut by a few plain rules of its own, so that the questions do not rest on the product's parser."""
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    found = {"title#1": lines[0], "addressees#1": lines[1], "preamble#1": lines[2], "issuers#1": " ".join(lines[12:24])}
    for number, line in enumerate(lines[3:12], 1):
        for n, sentence in enumerate(re.findall("[^。]+。", line)[1:], 1):
            found[f"{number}#{n}"] = sentence
    return found


def test_there_are_at_least_300_questions_and_30_conversations() -> None:
    assert len(single_questions()) >= 300
    conversations = read("conversations.jsonl")
    assert len(conversations) >= 30
    assert all(3 <= len(conversation["turns"]) <= 6 for conversation in conversations)


def test_no_question_stands_twice() -> None:
    texts = Counter(row["question"] for row in single_questions())
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["policy_questions.jsonl", "conversations.jsonl"])
def test_ids_are_unique_and_every_row_has_group_category_and_split(name: str) -> None:
    rows = read(name)
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["audience"] for row in rows} == {"worker", "enterprise", "hotline"}
    assert {row["split"] for row in rows} == {"dev", "test"}
    assert all(row["category"] for row in rows)


def test_every_gold_sentence_exists() -> None:
    known = sentences_by_hand()
    gold = {identifier for row in single_questions() + all_turns() for identifier in row["gold"]}
    assert gold <= set(known)


def test_every_sentence_of_the_policy_is_asked_about() -> None:
    gold = {identifier for row in single_questions() for identifier in row["gold"]}
    assert set(sentences_by_hand()) - gold == set()


def test_statuses_are_the_contracts() -> None:
    assert {status for row in single_questions() + all_turns() for status in row["status"]} == STATUSES


def test_answers_have_gold_unless_about_the_whole_document() -> None:
    without = [row["question"] for row in single_questions() if row["status"] == ["answered"] and not row["gold"]]
    assert without == ["文件一共几条", "文件一共十条吧"]


def test_both_halves_hold_every_category() -> None:
    halves = {
        split: {row["category"] for row in single_questions() if row["split"] == split} for split in ("dev", "test")
    }
    assert halves["dev"] == halves["test"]


def test_what_an_extracted_answer_must_show_stands_in_its_gold_sentences() -> None:
    known = sentences_by_hand()
    missing = []
    for row in single_questions():
        if row["status"] != ["answered"] or row.get("calculation") or row["category"] == "document":
            continue
        said = "".join(known[identifier] for identifier in row["gold"])
        terms = [term for term in row.get("must", []) if term not in OF_THE_STRUCTURE]
        missing += [(row["id"], term) for term in terms if not any(a in said for a in term.split("|"))]
    assert missing == []


def test_the_product_reads_the_same_sentences_out_of_the_policy() -> None:
    policy = parse_policy(SOURCE.read_text(encoding="utf-8"), "baotou-jineng-qiangqi")
    read_by_product = {s.id.partition("/")[2]: "".join(s.text.split()) for s in policy.sentences()}
    assert read_by_product == {name: "".join(text.split()) for name, text in sentences_by_hand().items()}
