"""Everybody can use it: by keyboard, by screen reader, and by the rules that axe checks."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.talk import ANSWERED, FIELD, ask, settle

PAGES = (
    "/",
    "/clause/baotou-jineng-qiangqi/4#1",
    "/calc",
    "/calc/apprentice_subsidy#headcount=30&years=1",
    "/check",
    "/policies",
    "/settings",
    "/privacy",
    "/terms",
    "/m",
    "/m/policies",
    "/m/calc/apprentice_subsidy",
    "/m/check",
    "/m/clause/baotou-jineng-qiangqi/4",
)


def _violations(page: Page) -> list[str]:
    found = Axe().run(page)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("care", [False, True], ids=["standard", "care"])
def test_axe_finds_nothing_on_any_page(visit: Callable[..., Visitor], care: bool) -> None:
    visitor = visit(PHONE, care=care, reduced_motion="reduce")
    for path in PAGES if not care else [path for path in PAGES if not path.startswith("/m")]:
        page = visitor.open(path)
        settle(page)
        assert _violations(page) == [], path
        page.close()


@pytest.mark.parametrize("care", [False, True], ids=["standard", "care"])
def test_axe_finds_nothing_amid_use(visit: Callable[..., Visitor], care: bool) -> None:
    visitor = visit(DESKTOP, care=care, reduced_motion="reduce")
    page = visitor.open()
    ask(page, ANSWERED).locator(".cite").first.click()
    expect(page.locator(".pane mark")).to_be_visible()
    ask(page, "30名学徒培养1年补贴多少").get_by_role("button", name="展开计算过程").click()
    ask(page, "申请学徒培训补贴要交什么材料？")
    assert _violations(page) == []
    page.get_by_role("button", name="没用").last.click()
    assert _violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="更多").click()
    assert _violations(page) == []
    page.goto(f"{visitor.base}/calc/apprentice_subsidy#headcount=-1&years=1")
    expect(page.locator(".field__error")).to_be_visible()
    assert _violations(page) == []


def test_keyboard_alone_reaches_the_citation_and_comes_back(phone: Page) -> None:
    phone.keyboard.press("Tab")
    for _ in range(20):
        if phone.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
        phone.keyboard.press("Tab")
    phone.keyboard.type(ANSWERED)
    phone.keyboard.press("Enter")
    expect(phone.locator(".tools")).to_have_count(1)
    for _ in range(30):
        phone.keyboard.press("Shift+Tab")
        if phone.evaluate("document.activeElement.className") == "cite":
            break
    cite = phone.evaluate("document.activeElement.textContent")
    phone.keyboard.press("Enter")
    sheet = phone.get_by_role("dialog")
    expect(sheet.locator("mark")).to_be_visible()
    for _ in range(8):
        phone.keyboard.press("Tab")
        assert sheet.evaluate("dialog => dialog.contains(document.activeElement)")
    phone.keyboard.press("Shift+Tab")
    assert sheet.evaluate("dialog => dialog.contains(document.activeElement)")
    phone.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    assert phone.evaluate("document.activeElement.textContent") == cite


def test_focus_is_always_visible(phone: Page) -> None:
    for _ in range(12):
        phone.keyboard.press("Tab")
        outline = phone.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", phone.evaluate("document.activeElement.outerHTML")


def test_a_finished_answer_is_announced_once(phone: Page) -> None:
    phone.evaluate(
        """() => {
          window.said = [];
          const live = document.querySelector('[aria-live=polite]');
          new MutationObserver(() => window.said.push(live.textContent))
            .observe(live, { childList: true, characterData: true, subtree: true });
        }"""
    )
    ask(phone, ANSWERED)
    phone.wait_for_timeout(300)
    said = [words for words in phone.evaluate("window.said") if words]
    assert len(said) == 1
    assert said[0].startswith("助手：")
    assert phone.get_by_role("log").get_attribute("aria-live") == "off"


def test_every_page_has_its_language_title_and_one_heading(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    page = visitor.open()
    titles = set()
    for path in ("/", "/clause/baotou-jineng-qiangqi", "/calc", "/check", "/policies", "/settings", "/m"):
        page.goto(visitor.base + path)
        settle(page)
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        expect(page.locator("h1")).to_have_count(1)
        titles.add(page.title())
    assert len(titles) == 7


def test_nothing_inline_is_allowed_and_nothing_inline_is_there(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    page = visitor.open()
    for path in ("/", "/calc", "/check", "/settings", "/m"):
        policy = page.request.get(visitor.base + path).headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy


def test_the_field_is_large_enough_not_to_zoom(phone: Page) -> None:
    assert phone.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{FIELD}')).fontSize)") >= 16
