"""`/m`: the same service with scripts off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.talk import ANSWERED


@pytest.fixture
def plain(visit: Callable[..., Visitor]) -> Page:
    return visit(PHONE, java_script_enabled=False).open("/m")


def _ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.get_by_role("button", name="提问").click()


def test_question_to_citation_without_script(plain: Page) -> None:
    _ask(plain, ANSWERED)
    expect(plain.locator("main")).to_contain_text("政策原文")
    plain.locator("ol a", has_text="第六条").first.click()
    expect(plain.locator(".cited")).to_contain_text("六、支持企业自主开展职业技能等级评价。")
    expect(plain.locator("main")).to_contain_text("文件未标注")


def test_the_conversation_goes_on(plain: Page) -> None:
    _ask(plain, "企业培养学徒能补贴多少钱")
    _ask(plain, "30个人培养1年")
    expect(plain.locator("main ol").first).to_contain_text("30 人 × 1 年 × 6000 元 = 180000 元")


def test_calculator_with_its_error_and_its_result(plain: Page) -> None:
    plain.get_by_role("link", name="算一算").click()
    plain.get_by_role("link", name="学徒").first.click()
    plain.locator("#f-headcount").fill("-1")
    plain.locator("#f-years").fill("1")
    plain.get_by_role("button", name="计算").click()
    expect(plain.get_by_role("alert")).to_contain_text("不能是负数")
    expect(plain.locator("#f-years")).to_have_value("1")
    plain.locator("#f-headcount").fill("12")
    plain.get_by_role("button", name="计算").click()
    expect(plain.get_by_role("region", name="结果")).to_contain_text("72000")


@pytest.mark.parametrize(("question", "message"), [(" ", "请先写下您的问题。"), ("问" * 501, "问题太长了")])
def test_unusable_questions_are_explained(visit: Callable[..., Visitor], question: str, message: str) -> None:
    page = visit(PHONE).open("/m")
    page.evaluate("document.querySelector('#question').removeAttribute('maxlength')")
    page.evaluate("document.querySelector('#question').removeAttribute('required')")
    _ask(page, question)
    expect(page.get_by_role("alert")).to_contain_text(message)


def test_tags_are_text(visit: Callable[..., Visitor]) -> None:
    page = visit(PHONE).open("/m")
    words = "<script>window.hit=1</script><b>学徒补贴</b>"
    _ask(page, words)
    expect(page.locator(".asked")).to_contain_text(words)
    assert page.evaluate("window.hit") is None


def test_search_and_unknown_addresses(plain: Page) -> None:
    plain.get_by_role("link", name="政策列表").click()
    plain.locator("#q").fill("职工教育经费")
    plain.get_by_role("button", name="查找").click()
    expect(plain.locator("blockquote").filter(has_text="60%以上")).to_have_count(1)
    plain.goto(plain.url.split("/m/")[0] + "/m/clause/nowhere/1")
    expect(plain.get_by_role("alert")).to_contain_text("没有收录这份文件")
    assert not overflows_without_script(plain)


def overflows_without_script(page: Page) -> bool:
    box = page.locator("body").bounding_box()
    return bool(box and box["width"] > PHONE["width"])
