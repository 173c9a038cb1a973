"""What is written of a run: summary, page, history, results."""

import json
from pathlib import Path

from bot.settings import Settings
from eval.models import Measure, TaskResult
from eval.report import charts
from eval.report.history import Entry, add_entry, figures_of, read_history
from eval.report.page import render_page
from eval.report.sections import make_sections
from eval.report.summary import markdown, render_summary
from eval.store import Head, config_hash, new_folder, save_results

HEAD = Head("abc1234567", False, "0123456789ab", "2025-11-23 10:00", "3 个问题")


def failed(name: str, split: str) -> dict[str, object]:
    return {
        "id": name, "system": "product", "split": split, "audience": "worker", "category": "content", "is_right": False,
        "question": f"问{name}<b>", "expected_status": ["answered"], "status": "partial", "missing": ["6000"],
        "forbidden": [], "is_gold_in_two": None,
    }  # fmt: skip


def answers() -> TaskResult:
    measures = [
        Measure("product", "test", "all", "right", 0.95, 20),
        Measure("baseline", "test", "all", "right", 0.5, 20),
        Measure("product", "test", "audience:worker", "right", 0.75, 4),
    ]
    return TaskResult(task="answers", measures=measures, rows=[failed("a", "dev"), failed("b", "test")])


def test_the_summary_sets_product_and_baseline_side_by_side() -> None:
    summary = render_summary(HEAD, [answers()])
    assert "| 完全正确 | ≥ 92.0% | 95.0%（20） | 50.0%（20） | — | 是 |" in summary
    assert "| 完全正确：职工 | ≥ 88.0% | 75.0%（4） | — | — | 否 |" in summary
    assert "`abc1234567`" in summary


def test_the_page_shows_failures_of_dev_alone_and_escapes_them() -> None:
    page = render_page(HEAD, make_sections([answers()], []))
    assert "问a&lt;b&gt;" in page
    assert "问b" not in page
    assert "<svg" in page
    assert "http" not in page


def test_a_table_cell_cannot_break_the_table() -> None:
    assert markdown([["a"], ["x|y"]]).splitlines()[-1] == "| x\\|y |"


def test_the_history_keeps_one_entry_for_each_commit_and_configuration(tmp_path: Path) -> None:
    figures = figures_of([answers()])
    assert figures["answers/all/right/test"] == 0.95
    for commit in ("one", "two", "one"):
        add_entry(tmp_path, Entry(commit=commit, config_hash="c", at="now", figures=figures))
    assert [entry.commit for entry in read_history(tmp_path)] == ["two", "one"]


def test_a_chart_over_commits_is_drawn_from_two_runs_on(tmp_path: Path) -> None:
    entries = [
        Entry(commit=c, config_hash="c", at="now", figures={"answers/all/right/test": 0.9}) for c in ("one", "two")
    ]
    titles = [section.title for section in make_sections([answers()], entries)]
    assert "各次提交" in titles


def test_results_are_saved_with_commit_and_configuration(tmp_path: Path) -> None:
    folder = new_folder(HEAD, tmp_path)
    save_results(folder, HEAD, [answers()])
    assert folder.name.endswith("-abc1234567")
    assert json.loads((folder / "run.json").read_text("utf-8"))["config_hash"] == "0123456789ab"
    assert len((folder / "answers-rows.jsonl").read_text("utf-8").splitlines()) == 2
    assert json.loads((folder / "answers.json").read_text("utf-8"))["measures"][0]["value"] == 0.95


def test_the_configuration_hash_follows_corpus_and_settings_but_not_places(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.yaml").write_text("x: 1", encoding="utf-8")
    first = config_hash(Settings(), tmp_path)
    assert config_hash(Settings(data_dir=Path("/elsewhere")), tmp_path) == first
    assert config_hash(Settings(embedding_model="other"), tmp_path) != first
    (tmp_path / "corpus" / "a.yaml").write_text("x: 2", encoding="utf-8")
    assert config_hash(Settings(), tmp_path) != first


def test_bars_are_as_long_as_their_shares() -> None:
    drawn = charts.bars({"product": {"worker": 1.0, "hotline": 0.5}}, "label")
    assert 'width="520.0"' in drawn
    assert 'width="260.0"' in drawn
    assert "50.0%" in drawn


def test_lines_without_points_draw_nothing() -> None:
    assert charts.lines({"a": []}, "label") == ""
