"""The self-check, from the first question to the printed or saved result."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor

SETTLE_MS = 450


def _choose(page: Page, option: str) -> None:
    page.wait_for_timeout(SETTLE_MS)
    page.get_by_role("button", name=option, exact=True).click()


def _question(page: Page) -> str:
    return page.locator(".check__title").inner_text()


def _answer_all(page: Page, prefer: str) -> int:
    """Answers every question with the option of that name, else with the first; returns how many there were."""
    count = 0
    while page.locator(".choice_button").count():
        asked = _question(page)
        options = page.locator(".choice_button").all_inner_texts()
        _choose(page, prefer if prefer in options else options[0])
        expect(page.locator(".check__title")).not_to_have_text(asked)
        count += 1
    return count


def _begin(visit: Callable[..., Visitor], who: str, viewport: dict[str, int] = PHONE) -> Page:
    visitor = visit(viewport, accept_downloads=True)
    visitor.context.add_init_script("window.print = () => { window.printed = true; };")
    page = visitor.open("/check")
    expect(page.locator(".check__title")).to_be_visible()
    _choose(page, who)
    expect(page.get_by_text("第2题")).to_be_visible()
    return page


def test_an_enterprise_comes_to_a_printed_result(visit: Callable[..., Visitor]) -> None:
    page = _begin(visit, "企业", DESKTOP)
    assert _answer_all(page, "是") >= 5
    expect(page.locator(".check__title")).to_have_text("自测结果")
    groups = page.locator(".group__title")
    expect(groups.filter(has_text="可以享受")).to_be_visible()
    expect(groups.filter(has_text="应当做到")).to_be_visible()
    expect(groups.filter(has_text="由主管部门认定")).to_be_visible()
    expect(page.locator(".measure .quote .badge").first).to_have_text("政策原文")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") is True
    assert page.url.endswith("/check")


def test_a_worker_saves_the_result_as_a_file(visit: Callable[..., Visitor]) -> None:
    page = _begin(visit, "职工个人")
    _answer_all(page, "是")
    with page.expect_download() as download:
        page.get_by_role("button", name="保存为文件").click()
    assert download.value.suggested_filename == "政策自测结果.txt"
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "以主管部门认定为准" in text
    assert "政策原文：《关于进一步推动技能强企工作的实施意见》第" in text


def test_not_knowing_is_an_answer_and_says_what_is_missing(visit: Callable[..., Visitor]) -> None:
    page = _begin(visit, "企业")
    _answer_all(page, "不清楚")
    expect(page.locator(".group__title").filter(has_text="可能可以")).to_be_visible()
    expect(page.locator(".measure").filter(has_text="还差：").first).to_be_visible()


def test_going_back_loses_nothing_by_either_button(visit: Callable[..., Visitor]) -> None:
    page = _begin(visit, "企业")
    second = _question(page)
    first_option = page.locator(".choice_button").first.inner_text()
    _choose(page, first_option)
    expect(page.get_by_text("第3题")).to_be_visible()
    page.get_by_role("button", name="上一题").click()
    expect(page.locator(".check__title")).to_have_text(second)
    expect(page.locator(".choice_on")).to_have_text(first_option)
    _choose(page, first_option)
    expect(page.get_by_text("第3题")).to_be_visible()
    page.go_back()
    expect(page.locator(".check__title")).to_have_text(second)
    page.reload()
    expect(page.locator(".check__title")).to_have_text(second)
    expect(page.locator(".choice_on")).to_have_text(first_option)


def test_the_answers_are_never_in_an_address(visit: Callable[..., Visitor]) -> None:
    page = _begin(visit, "职工个人")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    _answer_all(page, "是")
    assert addresses
    assert all("worker" not in address and "?" not in address and "#" not in address for address in addresses)
    assert page.url.endswith("/check")


def test_a_double_tap_answers_one_question(visit: Callable[..., Visitor]) -> None:
    page = _begin(visit, "企业")
    page.wait_for_timeout(SETTLE_MS)
    page.locator(".choice_button").first.dblclick()
    expect(page.get_by_text("第3题")).to_be_visible()
    page.wait_for_timeout(SETTLE_MS)
    expect(page.get_by_text("第3题")).to_be_visible()


def test_without_script_the_check_comes_to_the_same_result(visit: Callable[..., Visitor]) -> None:
    page = visit(PHONE, java_script_enabled=False).open("/m/check")
    page.get_by_role("button", name="职工个人", exact=True).click()
    while page.locator("button.option").count() > 1:
        page.locator("button.option").first.click()
    expect(page.locator("main")).to_contain_text("自测结果")
    expect(page.locator("blockquote").first).to_be_visible()
    assert page.url.endswith("/m/check")
