"""An editor takes in a policy and then its newer version: looked at before it is published, asked about after it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, ROOT, Visitor
from tests.browser.staff import Staff, settled, signed_in
from tests.browser.talk import ask
from tests.browser.test_access import _violations

NOTICE = """包头市职业技能竞赛奖励办法

第一条　为鼓励职工参加职业技能竞赛，制定本办法。
第二条　获得市级职业技能竞赛一等奖的选手，由市人力资源和社会保障局给予{amount}元奖金。
第三条　竞赛奖金在竞赛结束后60日内发放给选手本人。
{last}"""
FIRST = NOTICE.format(amount=3000, last="第四条　同一选手同一年度只能领取一次竞赛奖金。\n")
SECOND = NOTICE.format(amount=4500, last="第四条　本办法自发布之日起三十日后施行。\n")
QUESTION = "市级技能竞赛一等奖给多少奖金"
BUNDLED = ROOT / "corpus" / "policies" / "baotou-jineng-qiangqi" / "source.txt"
"""The policy that the approved answers and the rules rest on."""


def _choose(page: Page, folder: Path, name: str, text: str) -> Locator:
    """Chooses a file and returns its preview."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    page.set_input_files("#file", file)
    preview = page.get_by_role("region", name="预览")
    expect(preview).to_be_visible()
    return preview


def _publish(page: Page, outcome: str) -> None:
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text(outcome)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)


def _answered(boss: Staff, chat: Page, wanted: str) -> None:
    """The chat answers from the new text; whoever asks first after a change waits until it is taken in."""
    for _ in range(20):
        if wanted in boss.post("/api/ask", {"question": QUESTION})["text"]:
            break
        chat.wait_for_timeout(500)
    answer = ask(chat, QUESTION)
    expect(answer).to_contain_text(wanted)
    expect(answer).to_contain_text("职业技能竞赛奖励办法")


def test_a_policy_is_previewed_published_answered_from_and_renewed(
    boss: Staff, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    page = boss.open("/desk/upload")
    preview = _choose(page, tmp_path, "竞赛奖励办法.txt", FIRST)
    expect(preview.get_by_text("这是一份新文件")).to_be_visible()
    preview.get_by_text(re.compile(r"条文（\d+）")).click()
    expect(preview.get_by_text("给予3000元奖金").first).to_be_visible()
    preview.get_by_text(re.compile(r"检索用的句子（\d+）")).click()
    expect(preview.get_by_role("listitem").filter(has_text="第三条：")).to_contain_text("60日内发放")
    assert _violations(page) == []
    _publish(page, "已收录")
    assert _violations(page) == []
    chat = visit(PHONE).open()
    _answered(boss, chat, "3000元")

    policy = page.get_by_role("link", name="《包头市职业技能竞赛奖励办法》").get_attribute("href") or ""
    sentence = f"{policy.removeprefix('/clause/')}/2#1"
    body = {
        "kind": "answer",
        "questions": [QUESTION],
        "answer": "市级一等奖的选手给予3000元奖金。",
        "clauses": [sentence],
    }
    boss.post("/api/desk/entries", {"body": body})

    page = boss.open("/desk/upload")
    preview = _choose(page, tmp_path, "竞赛奖励办法.txt", SECOND)
    expect(preview.get_by_text("发布后用新文本替换原文本")).to_be_visible()
    changes = preview.get_by_role("listitem").filter(has=page.locator("del, ins"))
    expect(changes).to_have_count(3)
    expect(changes.filter(has_text="第二条　修改").locator("del")).to_contain_text("3000元")
    expect(changes.filter(has_text="第二条　修改").locator("ins")).to_contain_text("4500元")
    expect(changes.filter(has_text="删除").locator("del")).to_contain_text("只能领取一次")
    expect(changes.filter(has_text="新增").locator("ins")).to_contain_text("三十日后施行")
    expect(preview.get_by_text("必须修改")).to_be_visible()
    expect(preview.get_by_role("listitem").filter(has_text="口径 staff-")).to_be_visible()
    assert _violations(page) == []
    _publish(page, "已更新")
    _answered(boss, chat, "4500元")

    questions = boss.open("/desk/questions")
    expect(questions.get_by_role("heading", name="条款变了、已经停用的答复")).to_be_visible()
    assert _violations(questions) == []


def test_what_a_newer_text_would_break_is_told_before_it_is_published(boss: Staff, tmp_path: Path) -> None:
    page = boss.open("/desk/upload")
    text = BUNDLED.read_text(encoding="utf-8")
    assert "6000元—8000元" in text
    preview = _choose(page, tmp_path, "source.txt", text.replace("6000元—8000元", "7000元—9000元"))
    expect(preview.locator("del")).to_contain_text("6000元—8000元")
    expect(preview.locator("ins")).to_contain_text("7000元—9000元")
    touched = preview.get_by_role("listitem").filter(has_text="必须修改")
    expect(touched.filter(has_text="口径").first).to_be_visible()
    expect(touched.filter(has_text="规则").first).to_be_visible()
    assert _violations(page) == []
    assert boss.post("/api/ask", {"question": "学徒补贴标准"})["text"].count("6000"), "a look changes nothing"


def test_the_same_text_again_is_told_and_a_fact_put_right(boss: Staff, tmp_path: Path) -> None:
    page = boss.open("/desk/upload")
    preview = _choose(page, tmp_path, "source.txt", BUNDLED.read_text(encoding="utf-8"))
    expect(preview.get_by_text("内容没有变化")).to_be_visible()
    expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    page.select_option("#field", "topics")
    page.fill("#value", "技能人才、学徒制培训、职业技能等级评价、技能人才待遇")
    page.get_by_role("button", name="更正", exact=True).click()
    expect(page.get_by_text("已更正")).to_be_visible()
    page.select_option("#field", "effective_from")
    page.fill("#value", "明年春天")
    page.get_by_role("button", name="更正", exact=True).click()
    expect(page.get_by_text("已更正")).to_have_count(0)
    assert _violations(page) == []


@pytest.mark.parametrize(
    ("name", "content"), [("空.txt", b""), ("坏.pdf", b"%PDF-1.7 broken"), ("表.xlsx", b"PK\x03\x04 nothing")]
)
def test_a_file_that_cannot_be_read_says_why(boss: Staff, tmp_path: Path, name: str, content: bytes) -> None:
    page = boss.open("/desk/upload")
    (tmp_path / name).write_bytes(content)
    page.set_input_files("#file", tmp_path / name)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("region", name="预览")).to_have_count(0)
    assert _violations(page) == []


def test_the_page_is_for_editors_and_fits_a_phone(visit: Callable[..., Visitor], boss: Staff) -> None:
    user = {"name": "hotline", "password": "another long password", "role": "agent"}
    boss.visitor.context.request.post(f"{boss.visitor.base}/api/desk/users", data=user, headers=boss.headers)
    agent = signed_in(visit(DESKTOP), "hotline", "another long password")
    page = settled(agent.visitor.open("/desk/upload"))
    expect(page.locator("#file")).to_have_count(0)
    assert _violations(page) == []
    phone = signed_in(visit(PHONE, care=True)).open("/desk/upload")
    assert not phone.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    assert _violations(phone) == []
