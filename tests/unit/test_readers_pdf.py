import io

import pdfplumber
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import DocumentError
from corpus.readers import read_bytes
from tests.integration.made_documents import FONT, pdf_of

LONG = "为深入贯彻落实国家关于技能人才队伍建设的决策部署，进一步激活企业技能人才培养主体作用，给予每人每年1.5万元补贴。"


def drawn(draw: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    draw(canvas)  # type: ignore[operator]
    canvas.save()
    return buffer.getvalue()


def test_line_breaks_running_heads_and_page_numbers_go() -> None:
    paragraphs = ["关于补贴的通知", *[f"{n}、{LONG * 3}" for n in "一二三四五六七八九十"], "第二十条 " + LONG]
    data = pdf_of(paragraphs, head="某市人民政府公报")
    with pdfplumber.open(io.BytesIO(data)) as made:
        assert len(made.pages) > 1
    assert read_bytes(data).text.split("\n") == paragraphs


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = (
        [f"左栏第{n}行文字写满这一栏" for n in "一二三四五六七八"],
        [f"右栏第{n}行文字写满这一栏" for n in "一二三四五六七八"],
    )

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 700 - index * 20, one)
            canvas.drawString(320, 700 - index * 20, other)

    assert read_bytes(drawn(draw)).text == "".join(left) + "".join(right)


def test_a_ruled_table_becomes_rows() -> None:
    cells = [["等级", "标准"], ["高级工", "6000元"], ["技师", "8000元"]]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(80, 720, "补贴标准如下表。")
        canvas.grid([80, 200, 320], [700, 670, 640, 610])
        for y, row in enumerate(cells):
            for x, text in enumerate(row):
                canvas.drawString(90 + 120 * x, 680 - 30 * y, text)
        canvas.drawString(80, 580, "以上标准按年发放。")

    extracted = read_bytes(drawn(draw))
    assert extracted.text.split("\n") == [
        "补贴标准如下表。", "等级：高级工｜标准：6000元", "等级：技师｜标准：8000元", "以上标准按年发放。",
    ]  # fmt: skip
    assert extracted.tables[0].rows == (("高级工", "6000元"), ("技师", "8000元"))


def test_an_encrypted_file_is_refused() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(80, 700, "text")
    canvas.save()
    with pytest.raises(DocumentError, match="密码"):
        read_bytes(buffer.getvalue())


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused_or_read(keep: float) -> None:
    data = pdf_of([LONG] * 20)
    try:
        text = read_bytes(data[: int(len(data) * keep)]).text
    except DocumentError as error:
        assert "PDF" in str(error) or "扫描" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert LONG in text


def test_latin_words_keep_their_blanks() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for index, line in enumerate(
            ["The policy applies to every enter-", "prise of the city, to its workers", "and apprentices."]
        ):
            canvas.drawString(80, 700 - 18 * index, line)

    assert (
        read_bytes(drawn(draw)).text
        == "The policy applies to every enterprise of the city, to its workers and apprentices."
    )


def test_a_font_that_one_reader_cannot_decode_is_read_by_the_other() -> None:
    """Such a file is no scan: an owner's password alone, and a font that is not in the file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    canvas.setFont(FONT, 14)
    for row, line in enumerate(
        ["关于稳岗补贴的通知", "一、对不裁员的企业每人补贴1000元，按年发放。", "二、按月公示。"]
    ):
        canvas.drawString(80, 700 - 40 * row, line)
    canvas.save()
    assert read_bytes(buffer.getvalue()).text.split("\n") == [
        "关于稳岗补贴的通知", "一、对不裁员的企业每人补贴1000元，按年发放。", "二、按月公示。",
    ]  # fmt: skip
