"""The pages beside the chat: original text, calculators, policies, settings."""

import io
import re
import unicodedata
from collections.abc import Callable

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.talk import ANSWERED, ask, in_view, overflows, settle

POLICY = "baotou-jineng-qiangqi"
RATE = "按照培养等级给予企业每人每年6000元—8000元的培训补贴"
A4_POINTS = (595, 842)


def _open(visit: Callable[..., Visitor], path: str, viewport: dict[str, int] = PHONE) -> Page:
    return visit(viewport).open(path)


def test_a_clause_address_marks_its_sentence_amid_the_whole_document(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, f"/clause/{POLICY}/4#1")
    mark = page.locator("mark")
    expect(mark).to_contain_text(RATE)
    assert in_view(mark)
    expect(page.locator(".doc")).to_contain_text("三、加大企业技能人才供给。")
    expect(page.locator(".doc")).to_contain_text("五、支持企业数字人才培育。")
    expect(page.locator(".doc")).to_contain_text("包头市妇女联合会")


def test_what_the_document_does_not_state_is_said(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, f"/clause/{POLICY}")
    page.get_by_role("button", name="文件信息").click()
    facts = page.locator(".facts__row")
    expect(facts.filter(has_text="文号")).to_contain_text("文件未标注")
    expect(facts.filter(has_text="施行日期")).to_contain_text("文件未标注")
    expect(facts.filter(has_text="发文机关")).to_contain_text("包头市人力资源和社会保障局")
    expect(facts.filter(has_text="依据")).to_contain_text("内人社办发〔2025〕93号")


def test_contents_lead_to_the_clause(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, f"/clause/{POLICY}")
    page.get_by_role("button", name="目录").click()
    page.get_by_role("link", name="第九条").click()
    assert in_view(page.locator("#c-9"))


def test_an_unknown_clause_shows_the_document_and_says_so(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, f"/clause/{POLICY}/99#1")
    expect(page.get_by_role("alert")).to_have_text("这份文件里没有您要找的这一条，下面是全文。")
    expect(page.locator(".doc")).to_contain_text(RATE)


def test_an_unknown_policy_leads_to_the_list(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, "/clause/nowhere/1")
    expect(page.get_by_role("alert")).to_contain_text("没有收录这份文件")
    page.get_by_role("link", name="查看收录的全部政策").click()
    expect(page.get_by_role("link", name="关于进一步推动技能强企工作的实施意见")).to_be_visible()


def test_the_document_prints_on_a4_whole(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, f"/clause/{POLICY}/4#1", DESKTOP)
    expect(page.locator("mark")).to_be_visible()
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        sizes = {(round(sheet.width), round(sheet.height)) for sheet in printed.pages}
        text = "".join(sheet.extract_text() or "" for sheet in printed.pages)
    assert sizes == {A4_POINTS}
    # Printed glyphs of some characters map back to radicals, which NFKC folds.
    text = "".join(unicodedata.normalize("NFKC", text).split())
    assert text.count("包头市妇女联合会") == 2  # among the issuers, and where they sign
    assert "目录(9)" not in text


def test_calculator_is_live_and_its_link_carries_the_result(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    page = visitor.open("/calc")
    page.get_by_role("link", name=re.compile("学徒")).click()
    page.get_by_label("学徒人数").fill("25")
    page.get_by_label("培养年数").fill("1")
    expect(page.locator(".result__total")).to_contain_text("150,000—200,000元")
    expect(page.locator(".step").first.locator(".cite")).to_contain_text("第四条")
    assert page.get_by_label("学徒人数").get_attribute("inputmode") == "numeric"
    again = visitor.open(page.url.removeprefix(visitor.base))
    expect(again.locator(".result__total")).to_contain_text("150,000—200,000元")
    expect(again.get_by_label("学徒人数")).to_have_value("25")
    assert "?" not in page.url


@pytest.mark.parametrize("wrong", ["-1", "1e400", "NaN", "1.5", "9" * 30, "很多", "<b>1</b>"])
def test_an_unusable_input_is_explained_beside_its_field(visit: Callable[..., Visitor], wrong: str) -> None:
    page = _open(visit, "/calc/apprentice_subsidy")
    page.get_by_label("培养年数").fill("1")
    page.get_by_label("学徒人数").fill(wrong)
    error = page.locator("#f-headcount-error")
    expect(error).to_be_visible()
    assert wrong not in error.inner_text()
    expect(page.get_by_label("学徒人数")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("学徒人数").fill("１２")
    expect(page.locator(".result__total")).to_contain_text("72,000—96,000元")
    expect(error).to_have_count(0)


def test_an_exact_amount_with_its_steps(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, "/calc/performance_pay_cap", DESKTOP)
    fields = page.locator(".field__box")
    fields.nth(0).fill("1000000")
    fields.nth(1).fill("2000000")
    # 30% of 1,000,000 is 300,000; 10% of 2,000,000 is 200,000; the lower of the two binds.
    expect(page.locator(".result__total")).to_contain_text("200,000元（20万元）")
    expect(page.locator(".outcome .quote").first).to_contain_text("原则上不超过上年度盈余额的30%")


def test_an_unknown_calculator_offers_the_others(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, "/calc/nothing")
    expect(page.get_by_role("alert")).to_have_text("没有这个计算器，请从下面选一个。")
    expect(page.locator(".rows__item")).to_have_count(5)


def test_policies_are_listed_and_searched(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, "/policies")
    expect(page.locator(".rows__item")).to_contain_text(["关于进一步推动技能强企工作的实施意见"])
    page.get_by_role("searchbox").fill("职工教育经费")
    page.keyboard.press("Enter")
    page.locator(".rows__item", has_text="保证60%以上用于一线职工教育和培训").first.click()
    expect(page.locator("mark")).to_contain_text("60%以上")


def test_the_largest_type_fits_every_page(visit: Callable[..., Visitor]) -> None:
    visitor = visit({"width": 360, "height": 740})
    page = visitor.open("/settings")
    page.get_by_label("最大（30）").check()
    for path in ("/settings", "/calc/apprentice_subsidy", f"/clause/{POLICY}/4", "/check", "/policies", "/terms"):
        page.goto(visitor.base + path)
        settle(page)
        assert not overflows(page), path
    page.goto(visitor.base)
    ask(page, ANSWERED)
    assert page.evaluate("getComputedStyle(document.querySelector('.bubble')).fontSize") == "30px"
    assert not overflows(page)
    assert in_view(page.locator(".composer__send"))


def test_care_mode_enlarges_type_and_targets_and_stays(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    page = visitor.open("/settings")
    page.get_by_role("switch", name="关怀模式").check()
    page.goto(visitor.base)
    expect(page.locator("body")).to_have_attribute("data-weui-mode", "care")
    ask(page, ANSWERED)
    assert _small_targets(page, 60) == []


def test_targets_are_large_enough_to_touch(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    for path in ("/", "/calc", "/calc/apprentice_subsidy", "/check", "/policies", "/settings", f"/clause/{POLICY}/4"):
        page = visitor.open(path)
        settle(page)
        if path == "/":
            ask(page, ANSWERED)
        assert _small_targets(page, 44) == [], path


def _small_targets(page: Page, size: int) -> list[str]:
    """Controls lower than `size` pixels; links inside running text are not controls."""
    found: list[str] = page.evaluate(
        """size => Array.from(document.querySelectorAll('button, input, select, textarea, a[class], label.choice'))
          .filter(e => !e.closest('label') || e.tagName === 'LABEL')
          .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < size - 0.5)
          .map(e => `${e.className}:${Math.round(e.getBoundingClientRect().height)}`)""",
        size,
    )
    return found


def test_clearing_my_data_forgets_here_and_on_the_server(visit: Callable[..., Visitor]) -> None:
    visitor = visit(PHONE)
    page = visitor.open()
    ask(page, ANSWERED)
    conversation = page.evaluate("JSON.parse(localStorage.getItem('policy.chat')).conversationId")
    page.goto(f"{visitor.base}/settings")
    page.get_by_role("button", name="清除我的数据").click()
    expect(page.get_by_text("已清除本机数据和服务器上的对话记录。")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    assert page.request.get(f"{visitor.base}/api/conversations/{conversation}").status == 404


def test_duty_pages_say_how_generated_text_is_labelled(visit: Callable[..., Visitor]) -> None:
    page = _open(visit, "/settings")
    page.get_by_role("link", name="使用说明与标识说明").click()
    expect(page.locator("main")).to_contain_text("AI生成")
    expect(page.locator("main")).to_contain_text("人工智能生成合成内容标识办法")
    page.go_back()
    page.get_by_role("link", name="隐私说明").click()
    expect(page.locator("main")).to_contain_text("180 天")
