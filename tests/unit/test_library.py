from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.library import bundled_root, load_policies


def folder(root: Path, name: str, text: str | bytes, corrections: str | None = None) -> None:
    (root / name).mkdir()
    (root / name / "source.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    if corrections is not None:
        (root / name / "policy.yaml").write_text(corrections, encoding="utf-8")


def test_the_first_policy_comes_with_the_package() -> None:
    assert "baotou-jineng-qiangqi" in [policy.id for policy in load_policies()]
    assert (bundled_root() / "baotou-jineng-qiangqi" / "source.txt").is_file()


def test_policies_are_read_from_their_folders_in_order(tmp_path: Path) -> None:
    folder(tmp_path, "b-notice", "乙通知\n一、乙事。")
    folder(
        tmp_path, "a-notice", "甲通知\n一、甲事。", "region: 包头市\nsource_name: 甲通知.docx\nwritten_on: 2024-03-01"
    )
    (tmp_path / ".hidden").mkdir()
    policies = load_policies(tmp_path)
    assert [policy.id for policy in policies] == ["a-notice", "b-notice"]
    assert policies[0].source_name == "甲通知.docx"
    assert str(policies[0].metadata.written_on) == "2024-03-01"


@pytest.mark.parametrize(
    ("corrections", "reason"),
    [("titel: x", "titel"), ("[1, 2]", "形式"), ("a: [", "YAML"), ("written_on: soon", "written_on")],
)
def test_a_correction_that_does_not_fit_names_the_file(tmp_path: Path, corrections: str, reason: str) -> None:
    folder(tmp_path, "notice", "通知\n一、甲事。", corrections)
    with pytest.raises(DataError, match=r"notice/policy\.yaml") as raised:
        load_policies(tmp_path)
    assert reason in str(raised.value)


def test_a_source_that_is_missing_or_no_utf8_is_named(tmp_path: Path) -> None:
    folder(tmp_path, "notice", "补贴标准".encode("gbk"))
    with pytest.raises(DataError, match=r"notice/source\.txt"):
        load_policies(tmp_path)
    with pytest.raises(DataError, match="没有找到"):
        load_policies(tmp_path / "absent")
