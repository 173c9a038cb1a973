import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from corpus.readers import read_bytes
from corpus.readers.docx_numbering import spell
from tests.integration.made_documents import add_list, add_numbered, saved


def test_generated_numbers_are_written_out() -> None:
    document = docx.Document()
    add_list(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    document.add_paragraph("关于补贴的通知")
    add_numbered(document, "总体要求", 0)
    add_numbered(document, "甲事", 1)
    add_numbered(document, "细目", 2)
    add_numbered(document, "细目", 2)
    add_numbered(document, "乙事", 1)
    add_numbered(document, "细目", 2)
    add_numbered(document, "保障措施", 0)
    add_numbered(document, "丙事", 1)
    assert read_bytes(saved(document)).text.split("\n") == [
        "关于补贴的通知", "一、总体要求", "（一）甲事", "1.细目", "2.细目", "（二）乙事", "1.细目",
        "二、保障措施", "（一）丙事",
    ]  # fmt: skip


def test_generated_articles_are_set_off_from_their_text() -> None:
    document = docx.Document()
    add_list(document, [("chineseCountingThousand", "第%1条")])
    for _ in range(12):
        add_numbered(document, "为了规范。", 0)
    lines = read_bytes(saved(document)).text.split("\n")
    assert (lines[0], lines[9], lines[11]) == ("第一条 为了规范。", "第十条 为了规范。", "第十二条 为了规范。")


def test_a_numbered_style_numbers_its_paragraphs() -> None:
    document = docx.Document()
    add_list(document, [("decimal", "%1、")])
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    document.add_paragraph("甲事", style="Heading 1")
    document.add_paragraph("正文")
    document.add_paragraph("乙事", style="Heading 1")
    assert read_bytes(saved(document)).text == "1、甲事\n正文\n2、乙事"


@pytest.mark.parametrize(
    ("value", "number_format", "spelled"),
    [
        (10, "chineseCounting", "十"), (11, "chineseCounting", "十一"), (20, "chineseCounting", "二十"),
        (112, "chineseCountingThousand", "一百一十二"), (3, "chineseLegalSimplified", "叁"),
        (3, "decimalEnclosedCircleChinese", "③"), (2, "ideographTraditional", "乙"), (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"), (7, "decimalZero", "07"), (7, "unheardOf", "7"),
    ],
)  # fmt: skip
def test_numbers_are_spelled_as_word_spells_them(value: int, number_format: str, spelled: str) -> None:
    assert spell(value, number_format) == spelled


def test_rows_of_a_table_name_their_columns() -> None:
    document = docx.Document()
    document.add_paragraph("补贴标准如下")
    table = document.add_table(rows=3, cols=3)
    rows = [("等级", "标准", "备注"), ("高级工", "6000元", ""), ("技师", "8000元", "含\n高级技师")]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    extracted = read_bytes(saved(document))
    lines = extracted.text.split("\n")
    assert lines[0] == "补贴标准如下"
    assert lines[2] == "等级：技师｜标准：8000元｜备注：含高级技师"
    assert lines[1].startswith("等级：高级工｜标准：6000元")
    assert extracted.tables[0].header == ("等级", "标准", "备注")


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("每人")._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>5000元</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>6000元</w:t></w:r></w:ins>"))
    hidden = f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r>"
    paragraph.append(parse_xml(hidden))
    assert read_bytes(saved(document)).text == "每人6000元"


def test_a_generated_table_of_contents_is_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("总则\t1", style="toc 1")
    document.add_paragraph("第一章 总则")
    assert read_bytes(saved(document)).text == "第一章 总则"


def test_text_boxes_and_content_controls_are_read_once() -> None:
    document = docx.Document()
    body = document.element.body
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    body.insert(0, parse_xml(control))
    box = "<w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent>"
    alternative = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>'
    )
    document.add_paragraph("正文")._p.append(parse_xml(alternative))
    assert read_bytes(saved(document)).text == "控件\n正文\n文本框"


def test_an_empty_document_is_refused_by_no_reader_but_has_no_text() -> None:
    assert read_bytes(saved(docx.Document())).text == ""


def test_articles_that_word_numbers_run_on_through_the_chapters_where_the_list_says_so() -> None:
    document = docx.Document()
    add_list(document, [("chineseCounting", "第%1章"), ("chineseCounting", "第%2条"), ("chineseCounting", "（%3）")])
    articles = document.part.numbering_part.element.findall(f".//{qn('w:lvl')}")[1]
    articles.insert(1, parse_xml(f'<w:lvlRestart {nsdecls("w")} w:val="0"/>'))
    for text, level in [("总则", 0), ("甲。", 1), ("补贴", 0), ("乙：", 1), ("丙；", 2), ("丁。", 1), ("戊。", 2)]:
        add_numbered(document, text, level)
    assert read_bytes(saved(document)).text.split("\n") == [
        "第一章 总则", "第一条 甲。", "第二章 补贴", "第二条 乙：", "（一）丙；", "第三条 丁。", "（一）戊。",
    ]  # fmt: skip


def test_what_is_struck_out_is_left_out() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("每月")
    paragraph.add_run("200元").font.strike = True
    paragraph.add_run("300元。")
    assert read_bytes(saved(document)).text == "每月300元。"


def test_numbers_of_one_cell_are_never_run_together() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "工种", "标准"
    table.cell(1, 0).text = "焊"
    table.cell(1, 0).add_paragraph("工")
    table.cell(1, 1).text = "800"
    table.cell(1, 1).add_paragraph("1600")
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "300", "400"
    assert read_bytes(saved(document)).text == "工种：焊工｜标准：800 1600 300 400"
