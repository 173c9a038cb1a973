"""Where a document comes from: title, number, issuers, region and level."""

import re

from corpus.marks import DOCUMENT_NUMBER, issuer_names
from corpus.metadata.facts import Document, squeeze, stated
from corpus.models import Level, Stated

_ORDER = re.compile(r"(.{2,40})令")
_RED_HEAD = re.compile(r"([\u4e00-\u9fff]{2,60})文件")
_PUBLISHED_WORK = re.compile(r"《([^《》]+(?:〈[^〉]*〉[^《》]*)*)》")
_TITLE_ISSUER = re.compile(r"([\u4e00-\u9fff、]{2,60}?)(?:关于|对)")
_CONGRESS = re.compile(r"全国人民代表大会(?:常务委员会)?(?=第)")
_STATE_COUNCIL = re.compile(r"国务院(?=令第|第\d+次常务会议)|(?<=中华人民共和国)国务院令")
_MEETING = re.compile(
    r"(?<=经)[\u4e00-\u9fff]{2,20}?(?:部|委员会|总局|局|署|厅)(?=第\s?\d+次(?:部务|委务|局务|署务|厅务|常务)会议)"
)
_REGION = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:自治区|省)")
_CITY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:自治区|省))?((?![^市盟州]*[和与及])[\u4e00-\u9fff]{2,6}?(?:市|盟|自治州))"
)
_COUNTY = re.compile(r"(?:市|盟)?([\u4e00-\u9fff]{2,6}?(?:旗|县|区))(?!域)")
_NATIONAL = re.compile(r"国务院|全国人民代表大会|中华人民共和国|^国家|中共中央|中央军委|部$|总局")
_CENTRAL_MINISTRY = re.compile(r"^[\u4e00-\u9fff]{2,14}部(?:办公厅)?$|总局")


def title(document: Document) -> Stated | None:
    """The title: what the head names as such, or the title lines drawn together, or what a decree promulgates."""
    named = document.field("标题", "名称")
    if named:
        return named
    part = document.part("title")
    if part is None:
        return _promulgated(document)
    if _ORDER.fullmatch(squeeze(part.text)):
        return _promulgated(document) or stated(squeeze(part.text), part)
    return stated(squeeze(part.text), part)


def _promulgated(document: Document) -> Stated | None:
    for sentence in document.sentences("preamble", "p1"):
        found = _PUBLISHED_WORK.search(sentence.text)
        if found and re.search("公布|发布|印发", sentence.text):
            return stated(found[1], sentence, confidence=0.9)
    return None


def document_number(document: Document) -> Stated | None:
    """The document's own 文号: in its head, or on a line of its own before the body. Never one that it mentions."""
    named = document.field("发文字号", "文号")
    if named:
        found = DOCUMENT_NUMBER.search(squeeze(named.value))
        return named.model_copy(update={"value": squeeze(named.value)}) if found else None
    for sentence in document.sentences("header", "preamble"):
        bare = squeeze(sentence.text)
        if DOCUMENT_NUMBER.fullmatch(bare):
            return stated(_order_number(document, bare), sentence)
    return None


def _order_number(document: Document, number: str) -> str:
    """`第706号` alone is a decree's number: it is named with the decree's issuer."""
    if not number.startswith("第"):
        return number
    for sentence in document.sentences("header", "title"):
        found = _ORDER.fullmatch(squeeze(sentence.text))
        if found:
            return f"{squeeze(sentence.text)}{number}"
    return number


def issuers(document: Document) -> tuple[tuple[str, ...], Stated | None]:
    """The issuing bodies in the order of the signature, and the sentence that names them."""
    signature = document.part("issuers")
    if signature:
        names = tuple(name for line in signature.text.split("\n") for name in issuer_names(line.strip()))
        if names:
            return names, stated("、".join(names), signature)
    named = document.field("发文机关", "发布机构", "发文单位")
    if named:
        names = tuple(name for name in re.split(r"[、,，\s]+", named.value) if name)
        return names, named
    return _inferred_issuers(document)


def _inferred_issuers(document: Document) -> tuple[tuple[str, ...], Stated | None]:
    for sentence in document.sentences("header", "title"):
        bare = squeeze(sentence.text)
        found = _ORDER.fullmatch(bare) or _RED_HEAD.fullmatch(bare)
        if found:
            name = found[1].removeprefix("中华人民共和国") if found[1].endswith("国务院") else found[1]
            return (name,), stated(name, sentence, confidence=0.9)
    for sentence in document.sentences("preamble"):
        found = (
            _CONGRESS.search(sentence.text) or _STATE_COUNCIL.search(sentence.text) or _MEETING.search(sentence.text)
        )
        if found:
            name = found[0].removesuffix("令")
            return (name,), stated(name, sentence, confidence=0.8)
    return _issuers_of_title(document)


def _issuers_of_title(document: Document) -> tuple[tuple[str, ...], Stated | None]:
    part = document.part("title")
    found = _TITLE_ISSUER.match(squeeze(part.text)) if part else None
    if part is None or found is None:
        return (), None
    names = tuple(name for name in found[1].split("、") if issuer_names(name))
    return (names, stated("、".join(names), part, confidence=0.6)) if names else ((), None)


def region_and_level(names: tuple[str, ...], title_text: str) -> tuple[str | None, Level | None]:
    """The region in force and the level, guessed from the issuers, else from the title; None where neither tells."""
    for name in names:
        found = _place(name)
        if found[1]:
            return found
    if names and any(_NATIONAL.search(name) or _CENTRAL_MINISTRY.search(name) for name in names):
        return None, "national"
    if title_text.startswith("中华人民共和国"):
        return None, "national"
    return _place(title_text.split("关于", maxsplit=1)[0])


def _place(name: str) -> tuple[str | None, Level | None]:
    bare = re.sub("^国家税务总局|^中国共产主义青年团|^中共", "", name)
    region, city = _REGION.match(bare), _CITY.match(bare)
    county = _COUNTY.match(bare[city.end() :] if city else bare) if "自治区" not in bare[:8] else None
    if city and county and not re.search("委员会|管理局|工作", county[1]):
        return city[1] + county[1], "county"
    if city:
        return city[1], "city"
    if region:
        return region[0], "region"
    if county and bare.startswith(county[1]) and re.search("政府|局|委", bare):
        return county[1], "county"
    return None, None
