"""Fast enough on a slow phone and a slow line, and with a long history."""

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.talk import ANSWERED, FIELD

READY_S = 2.5
LINE_BYTES_S = 200 * 1024
SLOWDOWN = 6
FRAME_MS = 100


def _history(count: int) -> str:
    quote = "按照培养等级给予企业每人每年6000元—8000元的培训补贴。"
    citation = {
        "id": "baotou-jineng-qiangqi/4#1", "policy_id": "baotou-jineng-qiangqi", "policy_title": "实施意见",
        "label": "第四条", "heading": "大力推行中国特色学徒制", "quote": quote,
        "url": "/clause/baotou-jineng-qiangqi/4#1",
    }  # fmt: skip
    answer = {
        "answer_id": "a" * 24, "conversation_id": "c" * 24, "status": "answered", "mode": "extract", "text": quote,
        "citations": [citation], "calculation": None, "needs": [], "suggestions": [], "notices": [],
    }  # fmt: skip
    messages: list[dict[str, object]] = []
    for i in range(count // 2):
        messages.append({"kind": "user", "id": f"u{i}", "at": i * 1000, "text": f"第{i}问", "queued": False})
        messages.append(
            {
                "kind": "bot",
                "id": f"b{i}",
                "at": i * 1000,
                "question": f"第{i}问",
                "phase": "done",
                "text": quote,
                "answer": answer,
                "ids": None,
                "error": "",
                "retryAfter": 0,
                "feedback": None,
            }
        )
    return json.dumps({"conversationId": "c" * 24, "audience": None, "messages": messages})


def _seconds_until_typed(visitor: Visitor) -> float:
    page = visitor.context.new_page()
    tools = visitor.context.new_cdp_session(page)
    tools.send("Network.enable")
    line = {"offline": False, "latency": 100, "downloadThroughput": LINE_BYTES_S, "uploadThroughput": LINE_BYTES_S}
    tools.send("Network.emulateNetworkConditions", line)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    started = time.monotonic()
    page.goto(visitor.base, wait_until="commit")
    page.wait_for_selector(FIELD)
    page.focus(FIELD)
    page.keyboard.type("补贴")
    expect(page.locator(FIELD)).to_have_value("补贴")
    return time.monotonic() - started


@pytest.mark.load  # a time on the clock: true only of a machine that does nothing else, so not in the default suite
def test_a_slow_phone_can_type_within_two_and_a_half_seconds(visit: Callable[..., Visitor]) -> None:
    # Three first visits, each with an empty cache: the best is the page's own time, the rest is a busy machine's.
    assert min(_seconds_until_typed(visit(PHONE)) for _ in range(3)) <= READY_S


def test_a_conversation_of_500_messages_opens_scrolls_and_goes_on(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    kept = json.dumps(_history(500))
    visitor.context.add_init_script(
        f"localStorage.setItem('policy.chat', localStorage.getItem('policy.chat') || {kept})"
    )
    page = visitor.open()
    expect(page.locator(".row_mine").last).to_contain_text("第249问")
    for _ in range(4):
        page.get_by_role("button", name="查看更早的消息").click()
    assert page.locator(".row_mine").count() == 100
    slowest = page.evaluate(
        """() => new Promise(resolve => {
          const log = document.querySelector('.log');
          const gaps = [];
          let before = performance.now();
          const frame = now => {
            gaps.push(now - before);
            before = now;
            log.scrollTop += 200;
            if (gaps.length < 60) requestAnimationFrame(frame);
            else resolve(gaps.sort((a, b) => a - b)[54]);
          };
          requestAnimationFrame(frame);
        })"""
    )
    assert slowest < FRAME_MS
    page.fill(FIELD, ANSWERED)
    page.press(FIELD, "Enter")
    expect(page.locator(".row_mine").last).to_contain_text(ANSWERED)
    expect(page.locator(".row_bot").last.locator(".tools")).to_be_visible()
