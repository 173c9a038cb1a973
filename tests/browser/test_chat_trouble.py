"""What people and networks do to a chat: each of it has an answer."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, Route, expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.talk import ANSWERED, FIELD, ask

ASK = "**/api/ask"


def _problem(route: Route, status: int, detail: str, **headers: str) -> None:
    body = json.dumps({"status": status, "detail": detail})
    route.fulfill(status=status, body=body, headers={"content-type": "application/problem+json", **headers})


def _never(_: Route) -> None:
    """Leaves the question without an answer."""


def _cut_off(route: Route) -> None:
    """Passes the question on and loses the answer after its first piece."""
    response = route.fetch()
    first = response.text().split("\n\n")[0] + "\n\n"
    route.fulfill(response=response, body=first)


def test_double_tap_sends_once_and_does_not_stop_it(phone: Page) -> None:
    phone.fill(FIELD, ANSWERED)
    phone.locator(".composer__send").dblclick()
    expect(phone.locator(".tools")).to_have_count(1)
    expect(phone.locator(".row_mine")).to_have_count(1)
    expect(phone.get_by_text("已停止")).to_have_count(0)


def test_stop_ends_the_wait_and_the_question_can_be_asked_again(phone: Page) -> None:
    phone.route(ASK, _never, times=1)
    phone.fill(FIELD, ANSWERED)
    phone.press(FIELD, "Enter")
    phone.wait_for_timeout(700)
    phone.get_by_role("button", name="停止").click()
    expect(phone.get_by_text("已停止")).to_be_visible()
    phone.get_by_role("button", name="再试一次").click()
    expect(phone.locator(".tools")).to_have_count(1)
    expect(phone.locator(".row_mine")).to_have_count(1)


def test_dropped_stream_resumes_without_asking_twice(phone: Page) -> None:
    phone.route(ASK, _cut_off, times=1)
    card = ask(phone, ANSWERED)
    expect(card.locator(".quote").first).to_be_visible()
    expect(phone.locator(".row_bot")).to_have_count(2)  # the welcome and one answer


def test_back_button_amid_an_answer(phone: Page) -> None:
    phone.route(ASK, _never, times=1)
    phone.fill(FIELD, ANSWERED)
    phone.press(FIELD, "Enter")
    expect(phone.locator(".dots")).to_be_visible()
    phone.get_by_role("link", name="算一算").click()
    phone.wait_for_url("**/calc")
    phone.go_back()
    expect(phone.locator(".row_mine")).to_have_count(1)
    phone.get_by_role("button", name="再试一次").click()
    expect(phone.locator(".tools")).to_have_count(1)
    expect(phone.locator(".row_mine")).to_have_count(1)


def test_offline_and_back(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    phone = visitor.open()
    visitor.context.set_offline(True)
    expect(phone.get_by_text("网络已断开")).to_be_visible()
    phone.fill(FIELD, ANSWERED)
    phone.press(FIELD, "Enter")
    expect(phone.get_by_text("待发送")).to_be_visible()
    visitor.context.set_offline(False)
    expect(phone.locator(".tools")).to_have_count(1)
    expect(phone.get_by_text("待发送")).to_have_count(0)
    expect(phone.get_by_text("网络已断开")).to_be_hidden()
    expect(phone.locator(".row_mine")).to_have_count(1)


def test_enter_of_an_input_method_does_not_send(phone: Page) -> None:
    phone.focus(FIELD)
    keys: CDPSession = phone.context.new_cdp_session(phone)
    keys.send("Input.imeSetComposition", {"text": "butie", "selectionStart": 5, "selectionEnd": 5})
    phone.evaluate(
        """selector => {
          const enter = { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true };
          document.querySelector(selector).dispatchEvent(new KeyboardEvent('keydown', enter));
        }""",
        FIELD,
    )
    expect(phone.locator(".row_mine")).to_have_count(0)
    keys.send("Input.insertText", {"text": "学徒补贴"})
    expect(phone.locator(FIELD)).to_have_value("学徒补贴")
    phone.press(FIELD, "Enter")
    expect(phone.locator(".row_mine")).to_have_count(1)
    expect(phone.locator(".tools")).to_have_count(1)


def test_shift_enter_breaks_the_line_and_the_field_grows(phone: Page) -> None:
    height = phone.locator(FIELD).bounding_box()
    phone.focus(FIELD)
    for _ in range(3):
        phone.keyboard.type("行")
        phone.keyboard.press("Shift+Enter")
    grown = phone.locator(FIELD).bounding_box()
    assert height
    assert grown
    assert grown["height"] > height["height"] * 2
    expect(phone.locator(".row_mine")).to_have_count(0)


def test_500_characters_are_sent_and_one_more_is_not(phone: Page) -> None:
    phone.fill(FIELD, "问" * 501)
    phone.press(FIELD, "Enter")
    expect(phone.get_by_text("已有501字，最多500字，请删减后再发。")).to_be_visible()
    expect(phone.locator(".row_mine")).to_have_count(0)
    with phone.expect_response(ASK) as answered:
        phone.fill(FIELD, "学徒补贴多少" + "问" * 494)
        phone.press(FIELD, "Enter")
    assert answered.value.ok


def test_paste_of_100_kilobytes_is_refused_and_the_page_lives(phone: Page) -> None:
    phone.focus(FIELD)
    phone.evaluate("document.execCommand('insertText', false, '补贴政策问题'.repeat(5700))")
    expect(phone.get_by_text("最多500字，请删减后再发。")).to_be_visible()
    phone.press(FIELD, "Enter")
    expect(phone.locator(".row_mine")).to_have_count(0)
    ask(phone, ANSWERED)


@pytest.mark.parametrize(
    "words", ["👨‍👩‍👧学徒补贴🙂多少", "<script>window.hit=1</script><img src=x onerror='window.hit=1'>学徒补贴"]
)
def test_emoji_and_tags_are_text(phone: Page, words: str) -> None:
    ask(phone, words)
    expect(phone.locator(".row_mine .bubble")).to_contain_text(words)
    assert phone.evaluate("window.hit") is None


def test_tags_in_an_answer_are_text(phone: Page) -> None:
    words = "<b>粗</b><img src=x onerror='window.hit=1'>"
    answer = {
        "answer_id": "a" * 24, "conversation_id": "c" * 24, "status": "answered", "mode": "generated", "text": words,
        "citations": [], "calculation": None, "needs": [], "suggestions": [words], "notices": [words],
        "generated_by": "某模型（备案号1）",
    }  # fmt: skip
    phone.route(ASK, lambda route: route.fulfill(json=answer))
    card = ask(phone, ANSWERED)
    expect(card.locator(".direct")).to_have_text(words)
    expect(card.locator(".badge_ai")).to_have_text("AI生成 · 某模型（备案号1）")
    assert phone.evaluate("window.hit") is None


def test_generated_text_keeps_its_mark_when_copied(visit: Callable[..., Visitor]) -> None:
    phone = visit(PHONE, permissions=["clipboard-read", "clipboard-write"]).open()

    def generated(route: Route) -> None:
        response = route.fetch(headers={**route.request.headers, "accept": "application/json"})
        route.fulfill(json={**response.json(), "mode": "generated", "generated_by": "某模型"})

    phone.route(ASK, generated)
    ask(phone, ANSWERED).get_by_role("button", name="复制").click()
    expect(phone.get_by_text("已复制，含来源")).to_be_visible()
    assert "【AI生成 · 某模型】" in phone.evaluate("navigator.clipboard.readText()")


def test_denied_storage_does_not_stop_the_chat(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    visitor.context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });"
    )
    phone = visitor.open()
    ask(phone, ANSWERED)
    ask(phone, "公积金怎么提取？")
    expect(phone.locator(".row_mine")).to_have_count(2)


def test_too_many_requests_says_when_to_try_again(phone: Page) -> None:
    detail = "请求太频繁了，请稍等一会儿再试。"
    phone.route(ASK, lambda route: _problem(route, 429, detail, **{"retry-after": "30"}), times=1)
    phone.fill(FIELD, ANSWERED)
    phone.press(FIELD, "Enter")
    expect(phone.get_by_text(detail).first).to_be_visible()
    expect(phone.get_by_text("30秒后可再试")).to_be_visible()
    phone.get_by_role("button", name="再试一次").click()
    expect(phone.locator(".tools")).to_have_count(1)


def test_a_proxys_error_page_is_not_shown(phone: Page) -> None:
    page = "<html><h1>502 upstream</h1></html>"
    phone.route(ASK, lambda route: route.fulfill(status=503, content_type="text/html", body=page), times=1)
    phone.fill(FIELD, ANSWERED)
    phone.press(FIELD, "Enter")
    expect(phone.locator(".notice_error")).to_have_text("现在使用的人多，请稍后再试。")
    expect(phone.get_by_text("upstream")).to_have_count(0)


def test_a_silent_server_is_given_up_after_half_a_minute(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    phone = visitor.open()
    phone.clock.install()
    phone.route(ASK, _never)
    phone.fill(FIELD, ANSWERED)
    phone.press(FIELD, "Enter")
    phone.clock.run_for(31_000)
    expect(phone.locator(".notice_error")).to_have_text("等了很久没有回音，请再试一次。")
    expect(phone.get_by_role("button", name="再试一次")).to_be_visible()
