"""Journeys of the hotline's staff, the editors and the administrator; what people wrote is shown and never run."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import ADMIN, DESKTOP, PASSWORD, PHONE, Visitor
from tests.browser.staff import Staff, settled, signed_in
from tests.browser.talk import ask
from tests.browser.test_access import _violations

PAGES = ("/desk", "/desk/questions", "/desk/upload", "/desk/figures", "/desk/account", "/desk/audit")
FIGURES = (
    "每天的问题",
    "答复情况",
    "提问的人",
    "答复时间（毫秒）",
    "评价",
    "问得最多的条款（每周）",
    "最常答不上的内容（每周）",
)
UNKNOWN = "数字游民工位怎么申请"


def test_signing_in_refuses_and_lets_in(visit: Callable[..., Visitor]) -> None:
    page = settled(visit(DESKTOP).open("/desk/audit"))
    assert _violations(page) == []
    page.fill("#name", ADMIN)
    page.fill("#password", "not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对。")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="session.begin").first).to_be_visible()
    page.get_by_role("button", name=f"退出（{ADMIN}）").click()
    expect(page.locator("#password")).to_be_visible()


def test_axe_finds_nothing_on_the_staff_pages(boss: Staff, visit: Callable[..., Visitor]) -> None:
    phone = signed_in(visit(PHONE, care=True, reduced_motion="reduce"))
    for staff in (boss, phone):
        for path in PAGES:
            page = staff.open(path)
            assert _violations(page) == [], path
            page.close()


def test_a_caller_is_answered_by_keyboard_alone(boss: Staff) -> None:
    page = boss.open("/desk")
    page.keyboard.press("/")
    page.keyboard.type("学徒补贴多少")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    assert _violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="答复")).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_text("已复制口头答复")).to_be_visible()
    read = page.evaluate("navigator.clipboard.readText()")
    assert "“" not in read
    assert "实施意见" in read
    page.keyboard.press("s")
    expect(page.get_by_text("已复制书面答复")).to_be_visible()
    sent = page.evaluate("navigator.clipboard.readText()")
    assert "政策原文：" in sent
    assert "/clause/baotou-jineng-qiangqi/" in sent
    assert _violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    assert _violations(page) == []
    page.keyboard.press("Escape")


def test_a_question_is_asked_and_is_among_the_recent_ones(boss: Staff) -> None:
    page = boss.open("/desk")
    page.fill("[role=combobox]", "高级工能评什么职称")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="答复")).to_contain_text("助理")
    page.reload()
    page.get_by_role("button", name=re.compile("高级工能评什么职称")).first.click()
    expect(page.get_by_role("region", name="答复")).to_contain_text("助理")


def test_calculator_self_check_and_note_stand_beside(boss: Staff) -> None:
    page = boss.open("/desk")
    page.keyboard.press("c")
    page.get_by_label("计算器").select_option("apprentice_subsidy")
    page.fill("#f-headcount", "30")
    page.fill("#f-years", "1")
    expect(page.get_by_text("180,000").first).to_be_visible()
    assert _violations(page) == []
    page.get_by_role("button", name="自测（Z）").click()
    expect(page.locator(".choice_button").first).to_be_visible()
    assert _violations(page) == []
    page.get_by_role("button", name="记录（N）").click()
    page.fill("#note", "来电人13812345678问补贴")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("来电人[手机号]问补贴").first).to_be_visible()
    assert _violations(page) == []


def test_a_conversation_is_handed_over_and_back(boss: Staff, visit: Callable[..., Visitor]) -> None:
    chat = visit(PHONE).open()
    ask(chat, "学徒培训补贴多少钱")
    ask(chat, "转人工")
    expect(chat.get_by_text("已告知工作人员")).to_be_visible()
    desk = boss.open("/desk")
    desk.get_by_role("button", name=re.compile("等候中.*学徒培训补贴多少钱")).last.click()
    talk = desk.get_by_role("dialog", name="对话")
    expect(talk.get_by_text("问：学徒培训补贴多少钱")).to_be_visible()
    talk.get_by_role("button", name="接手").click()
    talk.get_by_label("回复").fill("请说一下您的企业在哪个旗县区")
    assert _violations(desk) == []
    talk.get_by_role("button", name="发送").click()
    expect(chat.get_by_text("请说一下您的企业在哪个旗县区")).to_be_visible()
    chat.fill(".composer__field", "在昆都仑区，电话13812345678")
    chat.press(".composer__field", "Enter")
    expect(talk.get_by_text("用户：在昆都仑区，电话[手机号]")).to_be_visible()
    assert _violations(chat) == []
    talk.get_by_role("button", name="交还给助手").click()
    expect(chat.get_by_text("人工服务已结束")).to_be_visible()
    ask(chat, "高级工能评什么职称")


def test_an_editor_answers_and_takes_it_back(boss: Staff) -> None:
    asked = boss.post("/api/ask", {"question": UNKNOWN})
    assert asked["status"] in ("partial", "not_covered")
    page = boss.open("/desk/questions")
    group = page.locator("article", has=page.get_by_role("heading", name=UNKNOWN))
    group.get_by_role("button", name="处理").click()
    group.get_by_label("查找条款").fill("学徒 培训补贴 每人每年")
    group.get_by_role("checkbox").first.check()
    group.get_by_label(re.compile("答复（最多150字")).fill("每人每年补贴99999元。")
    expect(group.get_by_text("没有通过核对")).to_be_visible()
    expect(group.get_by_role("button", name="保存")).to_be_disabled()
    assert _violations(page) == []
    group.get_by_role("button", name="文件没有写").click()
    group.get_by_label("文件没有写明什么").fill("数字游民工位的申请办法")
    group.get_by_label(re.compile("请向谁咨询")).fill("市就业服务中心")
    group.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(group).to_have_count(0)
    assert "市就业服务中心" in boss.post("/api/ask", {"question": UNKNOWN})["text"]
    entry = page.locator("article", has_text="数字游民工位的申请办法").first
    entry.get_by_role("button", name="撤销").click()
    expect(entry.get_by_text("已撤销")).to_be_visible()
    entry.get_by_role("button", name=re.compile("经过")).click()
    expect(entry.get_by_text(re.compile(f"{ADMIN} 撤销"))).to_be_visible()
    assert "市就业服务中心" not in boss.post("/api/ask", {"question": UNKNOWN})["text"]
    assert _violations(page) == []


OTHER = "食堂饭票补贴怎么领"


def test_an_editor_writes_an_answer_that_the_chat_then_gives(boss: Staff, visit: Callable[..., Visitor]) -> None:
    assert boss.post("/api/ask", {"question": OTHER})["status"] in ("partial", "not_covered")
    page = boss.open("/desk/questions")
    group = page.locator("article", has=page.get_by_role("heading", name=OTHER))
    group.get_by_role("button", name="处理").click()
    group.get_by_label("查找条款").fill("学徒 培训补贴 每人每年")
    group.get_by_role("checkbox").filter(visible=True).first.wait_for()
    group.locator("label", has_text="每人每年6000元").get_by_role("checkbox").check()
    group.get_by_label(re.compile("答复（最多150字")).fill("给企业每人每年6000元—8000元的培训补贴。")
    save = group.get_by_role("button", name="保存")
    expect(save).to_be_enabled()
    assert _violations(page) == []
    save.click()
    expect(page.get_by_text("已保存")).to_be_visible()
    answer = boss.post("/api/ask", {"question": OTHER})
    assert (answer["status"], answer["mode"]) == ("answered", "approved")
    assert [citation["label"] for citation in answer["citations"]] == ["第四条"]
    expect(ask(visit(PHONE).open(), OTHER)).to_contain_text("每人每年6000元—8000元")


def test_an_editor_dismisses_with_a_reason(boss: Staff) -> None:
    question = "包钢股票能买不"
    boss.post(
        "/api/feedback", {"answer_id": boss.post("/api/ask", {"question": question})["answer_id"], "helpful": False}
    )
    page = boss.open("/desk/questions")
    group = page.locator("article", has=page.get_by_role("heading", name=question))
    group.get_by_role("button", name="处理").click()
    group.get_by_role("button", name="不处理").click()
    group.get_by_label(re.compile("原因|为什么")).fill("不是政策问题")
    assert _violations(page) == []
    group.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(group).to_have_count(0)


def test_figures_are_drawn_and_downloaded(boss: Staff) -> None:
    for question in ("学徒培训补贴多少钱", UNKNOWN):
        boss.post("/api/ask", {"question": question})
    page = boss.open("/desk/figures")
    for title in FIGURES:
        chart = page.get_by_role("figure").filter(has=page.get_by_role("heading", name=title))
        expect(chart.locator("canvas")).to_have_count(1)
    expect(page.get_by_text(re.compile(r"共\d+个问题"))).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="每天（CSV）").click()
    text = saved.value.path().read_text("utf-8-sig")
    assert text.startswith("日期,问题,")
    page.select_option("#span", "7")
    expect(page.get_by_text("正在读取…")).to_have_count(0)
    assert _violations(page) == []


def test_an_administrator_adds_people_and_keys(boss: Staff) -> None:
    page = boss.open("/desk/account")
    name = f"agent{time.time_ns() % 10**9}"
    page.fill("#user-name", name)
    page.fill("#user-password", "another long password")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.get_by_role("rowheader", name=name)).to_be_visible()
    page.get_by_role("button", name=re.compile(rf"停用\s*{name}")).click()
    expect(page.get_by_role("button", name=re.compile(rf"启用\s*{name}"))).to_be_visible()
    page.fill("#key-name", "门户网站")
    page.get_by_role("button", name="新增密钥").click()
    expect(page.get_by_text(re.compile("新密钥只显示这一次.*pak_"))).to_be_visible()
    assert _violations(page) == []


MARK = "window.ran=(window.ran||0)+1"
PAYLOADS = [
    *(f"<{tag} onerror={MARK} src=x>" for tag in ("img", "video", "audio", "image", "input type=image")),
    *(f"<{tag} onload={MARK}>" for tag in ("svg", "body", "iframe", "svg/x", "style")),
    *(f'"><img src=x {event}={MARK}>' for event in ("onerror", "ONERROR", "OnErRoR", "onerror\t", "onerror\n")),
    *(f"{quote}><script>{MARK}</script>" for quote in ('"', "'", "`", "</textarea", "</title")),
    *(f"<a href='{scheme}:{MARK}'>x</a>" for scheme in ("javascript", "JaVaScRiPt", "java\tscript", "vbs", "data")),
    *(f"<{tag} onfocus={MARK} autofocus>" for tag in ("input", "select", "textarea", "button", "a tabindex=1")),
    *(f"<{tag}>{MARK}</{tag}>" for tag in ("script", "SCRIPT", "scr<script>ipt", "script/x", "svg><script")),
    *(f"<{tag} ontoggle={MARK} open>" for tag in ("details", "details/", "DETAILS", "details x", "details\n")),
    *(begin + MARK + end for begin, end in (("{{", "}}"), ("${", "}"), ("#{", "}"), ("<%=", "%>"), ("[[", "]]"))),
    "<iframe srcdoc='<script>parent.ran=1</script>'>",
    f"<math><mi xlink:href='javascript:{MARK}'>x</mi></math>",
    f"<object data='javascript:{MARK}'></object>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}'>",
    f"&lt;script&gt;{MARK}&lt;/script&gt;",
]  # fmt: skip


def _store_everywhere(boss: Staff, payload: str) -> None:
    request = boss.visitor.context.request
    answer = boss.post("/api/ask", {"question": payload, "audience": "hotline"})
    boss.post("/api/feedback", {"answer_id": answer["answer_id"], "helpful": False, "comment": payload})
    boss.post("/api/desk/notes", {"text": payload, "question": payload})
    boss.post("/api/desk/keys", {"name": payload[:64], "scopes": ["read"]})
    boss.post("/api/desk/entries", {"body": {"kind": "dismissal", "reason": payload}})
    body = {"kind": "silence", "questions": [payload * 2], "subject": payload, "contact": payload}
    entry = boss.post("/api/desk/entries", {"body": body})
    boss.post(f"/api/desk/entries/{entry['id']}/undo", None)
    refused = request.post(
        f"{boss.visitor.base}/api/desk/users",
        data={"name": payload, "password": PASSWORD, "role": "agent"},
        headers=boss.headers,
    )
    assert refused.status == 422


def test_nothing_that_people_wrote_is_ever_run(boss: Staff) -> None:
    assert len(set(PAYLOADS)) == 50
    conversation = boss.post("/api/ask", {"question": "转人工"})["conversation_id"]
    boss.post(f"/api/desk/handovers/{conversation}/take", None)
    for payload in PAYLOADS:
        _store_everywhere(boss, payload)
        boss.post(f"/api/conversations/{conversation}/messages", {"text": payload})
        boss.post(f"/api/desk/handovers/{conversation}/messages", {"text": payload})
    dialogs: list[str] = []
    for path in PAGES:
        page = boss.visitor.open(path)
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        settled(page)
        _open_everything(page, path)
        assert page.evaluate("window.ran") is None, path
        assert page.locator("main script, main iframe, main object, main meta").count() == 0
        page.close()
    assert dialogs == []


def _open_everything(page: Page, path: str) -> None:
    seen = page.get_by_text("window.ran").first
    if path == "/desk":
        page.get_by_role("button", name=re.compile(f"{ADMIN}已接手")).first.click()
        expect(page.get_by_role("dialog").get_by_text("window.ran").first).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="记录（N）").click()
        expect(page.locator(".desk__said").nth(49)).to_be_attached()
    elif path == "/desk/upload":
        text = "关于载荷的通知\n" + "\n".join(f"第{number}条　{payload}" for number, payload in enumerate(PAYLOADS, 1))
        file = {"name": "载荷.txt", "mimeType": "text/plain", "buffer": text.encode()}
        page.set_input_files("#file", files=[file])  # type: ignore[list-item]  # a file's own form
        expect(page.get_by_role("region", name="预览")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    elif path == "/desk/questions":
        expect(page.locator("article").first).to_be_visible()
        page.evaluate("document.querySelectorAll('main button[aria-expanded]').forEach(one => one.click())")
        expect(page.get_by_text("评价：").first).to_be_visible()
    expect(seen).to_be_attached()
