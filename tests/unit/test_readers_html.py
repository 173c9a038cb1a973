import pytest

from corpus.errors import DocumentError
from corpus.readers import read_bytes

PAGE = """<!doctype html><html><head><meta charset="gb2312"><title>某市人社局</title>
<meta name="ArticleTitle" content="关于补贴的通知"><meta name="PubDate" content="2024-03-05 10:00">
<style>p{color:red}</style></head><body>
<div class="nav"><a href="/">首页</a><a href="/a">政务公开</a></div>
<table><tr><td><b>索 引 号：</b></td><td>001</td><td><b>发文字号：</b></td><td>某人社发〔2024〕1号</td></tr></table>
<div id="main"><h1>关于补贴的
  通知</h1><p>各旗县区人社局：</p><p>为做好工作，<b>现</b>通知
  如下。</p><p>一、标准&nbsp;每人6000元<br>二、期限</p>
<script>alert(1)</script>
<table><tr><th rowspan="2">等级</th><th colspan="2">标准</th></tr><tr><th>市级</th><th>区级</th></tr>
<tr><td>高级工</td><td>6000元</td><td>3000元</td></tr></table>
<p>某市人力资源和社会保障局</p></div>
<div class="footer">版权所有</div></body></html>"""


def lines(page: str, encoding: str = "gb18030") -> list[str]:
    return read_bytes(page.encode(encoding), ".html").text.split("\n")


def test_the_article_and_its_head_are_read_and_nothing_else() -> None:
    assert lines(PAGE) == [
        "索引号：001",
        "标题：关于补贴的通知",
        "发文字号：某人社发〔2024〕1号",
        "发布日期：2024-03-05 10:00",
        "关于补贴的通知",
        "各旗县区人社局：",
        "为做好工作，现通知如下。",
        "一、标准\xa0每人6000元",
        "二、期限",
        "等级：高级工｜标准市级：6000元｜标准区级：3000元",
        "某市人力资源和社会保障局",
    ]


def test_a_page_without_an_article_is_refused() -> None:
    with pytest.raises(DocumentError, match="正文"):
        read_bytes(b"<html><body><nav>menu</nav></body></html>")


def test_a_declared_encoding_that_is_wrong_does_no_harm() -> None:
    assert "各旗县区人社局：" in lines(PAGE, "utf-8")


def test_deep_nesting_is_read() -> None:
    page = "<html><body>" + "<div>" * 3000 + "<p>各地区：补贴标准为每人6000元。</p>" + "</div>" * 3000
    assert lines(page)[-1] == "各地区：补贴标准为每人6000元。"


INFO = """<html><body><div class="menu2"><a href="/">首页</a></div>
<div class="article"><h1>某市关于促进就业的实施意见</h1>
<div><span>发布时间：2024-03-08 09:15</span><span>来源：某市人社局</span><span>浏览次数：1234次</span>
<span>字号：大 中 小</span></div>
<p>某政发〔2024〕7号</p><p>各区人民政府：</p>
<p>一、对灵活就业人员给予社保补贴，最长不超过3年。</p></div></body></html>"""


def test_the_line_below_the_title_gives_the_date_and_is_no_part_of_the_text() -> None:
    assert lines(INFO, "utf-8") == [
        "发布日期：2024-03-08 09:15",
        "某市关于促进就业的实施意见",
        "某政发〔2024〕7号",
        "各区人民政府：",
        "一、对灵活就业人员给予社保补贴，最长不超过3年。",
    ]


@pytest.mark.parametrize(
    "line", ["时间紧、任务重，各地要抓紧落实。", "来源于财政的资金应当专款专用", "日期和地点另行通知"]
)
def test_a_sentence_that_begins_like_such_a_line_stays(line: str) -> None:
    assert line in lines(INFO.replace("某政发〔2024〕7号", line), "utf-8")
