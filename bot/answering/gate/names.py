"""Checks that offices, document titles, quotations and addresses of a statement stand in its sources."""

import re

from bot.answering.gate.evidence import Evidence
from bot.answering.gate.models import Reason
from bot.answering.gate.normal import normalise

_TITLE = re.compile(r"《([^《》]{2,60})》")
_QUOTATION = re.compile(r"[“「『\"]([^“”「」『』\"]{8,})[”」』\"]")
_LINK = re.compile(r"(?:https?:|www\.|[\w.+-]+@)[\w./?=&%#-]+|[a-z0-9-]+\.(?:com|cn|gov|org|net)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>?|\]\(|```|javascript:|&#|!\[")
_CORES: dict[str, tuple[str, ...]] = {
    "人社": ("人社", "人力资源和社会保障", "人力资源社会保障"),
    "人力资源": ("人社", "人力资源"),
    "发改": ("发改", "发展和改革"),
    "发展改革": ("发改", "发展和改革"),
    "工信": ("工信", "工业和信息化"),
    "住建": ("住建", "住房和城乡建设"),
    "国资": ("国资", "国有资产监督管理"),
    "市监": ("市场监督管理", "市场监管", "市监"),
    "市场监管": ("市场监督管理", "市场监管"),
    "妇联": ("妇联", "妇女联合会"),
    "团委": ("团委", "共青团", "共产主义青年团"),
    "共青团": ("团委", "共青团", "共产主义青年团"),
}
_KNOWN = (
    "人社|人力资源社会保障|人力资源和社会保障|人力资源|财政|教育|发改|发展改革|发展和改革|工信|工业和信息化|住建|住房和城乡建设|国资|税务|市场监督管理|市场监管|市监|医保|公安"
    "|民政|科技|司法|审计|商务|农业农村|退役军人|卫健|社保|就业|组织|宣传|劳动监察|仲裁|人事|自然资源|交通|水利|文旅|统计|信访|统战"
)
_OFFICE = re.compile(
    rf"(?P<core>{_KNOWN})(?:部门|主管部门|行政部门|局|厅|委员会|委|部|机关|窗口|大厅|服务中心|经办机构)"
)
_OTHER_OFFICE = re.compile(
    r"(?P<core>[\u4e00-\u9fff]{2})(?P<tail>(?<![布格结大全当])局(?!面|部|限|势)|厅(?!堂)|委员会|管理中心|服务中心|经办机构|办公室|办事处|服务大厅|窗口|银行|法院|派出所|街道办|居委会)"
)
_UNIONS = re.compile(r"总工会|工会|团委|共青团|妇联|工商联|残联|科协|商会|学会")


def find_name_fault(text: str, plain: str, evidence: Evidence) -> tuple[Reason, str] | None:
    """The first name, quotation or address that the evidence does not hold, or None.

    Args:
        text: The statement, fixed phrases taken out, quotation marks as they were.
        plain: The same, normalised.
        evidence: What it rests on.
    """
    markup = _MARKUP.search(text)
    if markup:
        return "markup", markup[0]
    known = evidence.wording
    for match in _LINK.finditer(plain):
        if match[0].lower() not in known.lower():
            return "link", match[0]
    for pattern, reason in ((_TITLE, "name"), (_QUOTATION, "quote")):
        for match in pattern.finditer(plain):
            if normalise(match[1]) not in known:
                return reason, match[0]  # type: ignore[return-value]
    office = _find_office(plain, known)
    return ("name", office) if office else None


def _is_office(core: str, known: str) -> bool:
    """Whether the text names that office: alone, or in a list that ends in `部门`."""
    return re.search(rf"{core}(?:、[^,。;]{{1,8}})*?(?:局|厅|委|部|办|中心|机构|机关|窗口|大厅)", known) is not None


def _find_office(plain: str, known: str) -> str | None:
    for match in _OFFICE.finditer(plain):
        if not any(_is_office(form, known) for form in _CORES.get(match["core"], (match["core"],))):
            return match[0]
    for match in _OTHER_OFFICE.finditer(_OFFICE.sub("□", plain)):
        if match["core"] not in known or match["tail"][0] not in known:
            return match[0]
    for match in _UNIONS.finditer(plain):
        forms = _CORES.get(match[0], (match[0],))
        if not any(form in known for form in forms):
            return match[0]
    return None
