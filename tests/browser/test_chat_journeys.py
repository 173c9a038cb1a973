"""From a question to what the policy says, on a phone and on a desktop."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.talk import ANSWERED, FIELD, ask, in_view

TITLES = "支持取得相应职业高级工、技师、高级技师、特级技师、首席技师职业资格的人员"


def test_first_question_to_the_opened_citation_on_a_phone(phone: Page) -> None:
    card = ask(phone, ANSWERED)
    quote = card.locator(".quote", has_text=TITLES)
    expect(quote.locator(".badge")).to_have_text("政策原文")
    quote.locator(".cite").click()
    sheet = phone.get_by_role("dialog")
    expect(sheet.locator("mark")).to_contain_text(TITLES)
    sheet.get_by_role("link", name="查看全文").click()
    phone.wait_for_url(re.compile("/clause/baotou-jineng-qiangqi/6"))
    mark = phone.locator("mark")
    expect(mark).to_contain_text(TITLES)
    assert in_view(mark)


def test_desktop_shows_the_original_beside_the_conversation(desktop: Page) -> None:
    card = ask(desktop, ANSWERED)
    cite = card.locator(".quote", has_text=TITLES).locator(".cite")
    cite.click()
    mark = desktop.locator(".pane mark")
    expect(mark).to_contain_text(TITLES)
    assert in_view(mark)
    expect(cite).to_have_attribute("aria-current", "true")
    expect(desktop.get_by_role("dialog")).to_have_count(0)
    expect(desktop.locator(".pane .doc")).to_contain_text("完善企业技能人才工资分配制度")
    assert desktop.url.endswith("/")


def test_calculation_over_two_turns(phone: Page) -> None:
    first = ask(phone, "企业培养学徒能补贴多少钱")
    expect(first).to_contain_text("6000")
    card = ask(phone, "30个人培养1年")
    table = card.locator(".result__table")
    expect(table).to_contain_text("180,000—240,000元")
    card.get_by_role("button", name="展开计算过程").click()
    steps = card.locator(".step")
    expect(steps.filter(has_text="30 人 × 1 年 × 6000 元")).to_have_count(1)
    expect(steps.filter(has_text="30 人 × 1 年 × 8000 元")).to_have_count(1)
    expect(steps.first.locator(".cite")).to_contain_text("第四条")


def test_silence_of_the_policy_is_shown_as_such(phone: Page) -> None:
    card = ask(phone, "申请学徒培训补贴要交什么材料？")
    expect(card.locator(".badge_warn")).to_have_text("政策未完全写明")
    expect(card.get_by_role("link", name="拨打 12333")).to_have_attribute("href", "tel:12333")


def test_what_the_corpus_lacks_is_said_and_the_hotline_given(phone: Page) -> None:
    card = ask(phone, "公积金怎么提取？")
    expect(card.locator(".badge_warn")).to_have_text("政策中没有这方面内容")
    expect(card.get_by_role("link", name="拨打 12333")).to_have_attribute("href", "tel:12333")
    expect(card.locator(".quote")).to_have_count(0)


def test_a_suggestion_is_asked_with_one_tap(phone: Page) -> None:
    card = ask(phone, ANSWERED)
    suggestion = card.locator(".quick__item").first
    words = suggestion.inner_text()
    suggestion.click()
    expect(phone.locator(".row_mine").last).to_contain_text(words)
    expect(phone.locator(".tools")).to_have_count(2)


def test_welcome_offers_questions_for_the_group_chosen(phone: Page) -> None:
    phone.get_by_role("button", name="我是企业").click()
    expect(phone.locator(".welcome__item")).to_have_count(3)
    with phone.expect_request("**/api/ask") as sent:
        phone.get_by_role("button", name="招30名学徒能补贴多少？").click()
    assert sent.value.post_data_json["audience"] == "enterprise"
    expect(phone.locator(".row_bot").last).to_contain_text("180")


def test_a_person_is_one_tap_away(phone: Page) -> None:
    phone.get_by_role("button", name="转人工").click()
    link = phone.get_by_role("dialog").get_by_role("link", name="拨打 12333")
    expect(link).to_have_attribute("href", "tel:12333")


def test_the_menu_leads_to_calculators_and_self_check(phone: Page) -> None:
    phone.get_by_role("navigation", name="服务").get_by_role("link", name="算一算").click()
    expect(phone.get_by_role("heading", name="算一算")).to_be_visible()
    phone.go_back()
    phone.get_by_role("navigation", name="服务").get_by_role("link", name="自测").click()
    expect(phone.get_by_role("heading", name="自测")).to_be_visible()


def test_thumb_down_asks_why_and_is_received(phone: Page) -> None:
    card = ask(phone, ANSWERED)
    card.get_by_role("button", name="没用").click()
    sheet = phone.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="提交")).to_be_disabled()
    sheet.get_by_role("button", name="看不懂").click()
    with phone.expect_response("**/api/feedback") as answered:
        sheet.get_by_role("button", name="提交").click()
    assert answered.value.ok
    assert answered.value.request.post_data_json["comment"] == "看不懂"
    expect(card.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")


def test_copy_keeps_the_source(visit: Callable[..., Visitor]) -> None:
    phone = visit(PHONE, permissions=["clipboard-read", "clipboard-write"]).open()
    card = ask(phone, ANSWERED)
    card.get_by_role("button", name="复制").click()
    expect(phone.get_by_text("已复制，含来源")).to_be_visible()
    copied = phone.evaluate("navigator.clipboard.readText()")
    assert TITLES in copied
    assert "《关于进一步推动技能强企工作的实施意见》第六条：“" in copied
    assert "/clause/baotou-jineng-qiangqi/6" in copied
    assert "AI生成" not in copied


def test_share_as_picture_and_as_link(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    phone = visitor.open()
    ask(phone, ANSWERED).get_by_role("button", name="分享").click()
    sheet = phone.get_by_role("dialog")
    picture = sheet.get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 720
    link = sheet.locator(".share__link").inner_text()
    phone.close()
    opened = visitor.open(link.removeprefix(visitor.base))
    expect(opened.locator(FIELD)).to_have_value(ANSWERED)


def test_history_stays_on_the_device_and_goes_with_one_tap(phone: Page) -> None:
    ask(phone, ANSWERED)
    phone.reload()
    expect(phone.locator(".row_mine")).to_contain_text(ANSWERED)
    expect(phone.locator(".row_bot .quote").first).to_be_visible()
    phone.get_by_role("button", name="更多").click()
    with phone.expect_response(re.compile("/api/conversations/")) as deleted:
        phone.get_by_role("button", name="删除聊天记录").click()
    assert deleted.value.status == 204
    expect(phone.locator(".row_mine")).to_have_count(0)
    phone.reload()
    expect(phone.locator(".welcome__item").first).to_be_visible()
    expect(phone.locator(".row_mine")).to_have_count(0)
