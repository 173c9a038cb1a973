"""What a sentence of a statute says: whether it holds the quantity that is asked for, or speaks of the matter asked."""

import re
from collections.abc import Sequence

from bot.answering.asks import strict
from bot.answering.gate.quantities import Kind, read
from corpus.vocabulary import Ask

Wanted = Sequence[frozenset[Kind]]
_QUANTITIES: dict[str, frozenset[Kind]] = {
    "money": frozenset({"money", "percent"}),
    "percent": frozenset({"percent"}),
    "duration": frozenset({"duration", "count", "number"}),
}
_AMOUNT: frozenset[Kind] = frozenset({"money", "percent"})
_COUNTED: frozenset[Kind] = frozenset({"duration", "count", "number", "percent"})
_ASKS_NUMBER = re.compile(r"(?:多少|几)(?P<unit>小时|个月|[个名位人次倍岁天日年月周级成家所项种门])?")
_ASKS_AMOUNT = re.compile(r"多少(?:钱|元|块)?(?:[呢啊呀了?？。]|$)")
_ASKS_WHO = re.compile(r"谁(?:来|去|负责|可以|能|应当|应该)*(?P<act>[\u4e00-\u9fff]{2})")
_ACTOR = "(?:单位|企业|部门|机构|机关|政府|委员会|中心|组织|学校|个人|本人|者|人)"
_FORBIDS_ASKED = re.compile(r"(?<![能可])不(?:能|得|可以|准|允许|许)|禁止")
_FORBIDS = re.compile("不得|禁止|不准|不予|不应|严禁|不享受|不适用")
_MULTIPLE = re.compile(r"个月(?:的)?(?:本人|平均)?工资|倍的?(?:工资|补偿|赔偿)")
"""An amount that a statute gives in wages: `每满一年支付一个月工资`, `二倍的工资`."""
_ONLY_ASKED = re.compile("最[迟晚早]|多久|期限|时限|限制|规定|要求|优惠|到账|流程|步骤|手续")
_LAW = r"投诉|举报|仲裁|诉讼|起诉|有权|责令|清偿"
_SAYS: dict[str, str] = {
    "materials": "材料|证明|文件|证书|证件|执照|档案|发票",
    "place": "向.{2,20}(?:机构|部门|委员会|机关|中心)",
    "deadline": r"日内|之日起|期限|时效|\d日|前\S{1,4}日|个月内",
    "payment": "支付|发放|按月",
    "procedure": f"提出|提交|填写|程序|手续|可以向|登记|申请|{_LAW}",
    "apply_to": "向.{2,20}(?:机构|部门|委员会|机关|中心|办事处|政府)",
    "fee": "费",
    "age": "周岁|年龄",
    "exam": "考试|考核",
    "penalty": "罚款|处罚|责任|处分|改正|赔偿|解除",
    "frequency": "每年|每月|一次|年度",
    "residence": "户|居住|常住",
    "employment_form": "派遣|非全日制|试用|残疾|农民工|退休|兼职|灵活",
    "tax": "税",
    "social_insurance": "保险",
    "contingency": "解除|终止|中断|变更|离|合格|未经|未能",
    "criterion": "应当认定|视同|标准|条件|情形|是指",
    "approval": "批准|审批|备案|同意|许可",
    "experience": r"年",
    "education": "学历|学位",
    "counting_start": "之日起|起算|计算",
    "count": r"\d|[一二三四五六七八九十百](?:人|名|个|次|种|倍|小时|日|天|年|周)|百分之",
    "gender": "女|男|性别",
    "expense": "费|支付|承担|报销|负担",
    "benefit": "住房|待遇|补贴",
    "issuing": "颁发|发给|印章|盖章|送达",
    "event": "",
    "names": "下列|：",
    "online": "网|互联网|电子",
    "start": "施行",
}
"""What a clause says that speaks of a strict ask; an ask without an entry is never taken as spoken of.

An event needs no word of its own: where it is not what a statute is about, the rest of the question finds none.
"""


def quantities_asked(text: str, asks: Sequence[Ask]) -> Wanted:
    """The kinds of quantity that are asked for, of each one will do; a `多少` that counts nothing asks an amount."""
    wanted = [kinds for ask in asks if (kinds := frozenset(k for name in ask.expects for k in _QUANTITIES[name]))]
    if wanted:
        return wanted
    if _ASKS_AMOUNT.search(text):
        return [_AMOUNT]
    counted = any(found["unit"] for found in _ASKS_NUMBER.finditer(text))
    return [_COUNTED] if counted else []


def holds_quantity(own: str, wanted: Wanted) -> bool:
    """Whether the sentence holds a quantity of each of the kinds."""
    held: set[Kind] = {quantity.kind for quantity in read(own)} if wanted else set()
    if _MULTIPLE.search(own):
        held.add("money")
    return all(kinds & held for kinds in wanted)


def is_only_asked(word: str) -> bool:
    """Whether a word says what is asked and nothing of the matter: `最迟`, `限制`."""
    return _ONLY_ASKED.fullmatch(word) is not None


def is_turned_round(own: str, text: str) -> bool:
    """Whether the sentence allows where the question asks what is not allowed."""
    return _FORBIDS_ASKED.search(text) is not None and _FORBIDS.search(own) is None


def names_actor(own: str, text: str) -> bool:
    """Whether the sentence tells who does what the question asks of: `由谁开设` of `单位应当……开设`."""
    return any(
        re.search(rf"{_ACTOR}(?:应当|可以|负责|统一)[^，。；]{{0,12}}{found['act']}", own)
        for found in _ASKS_WHO.finditer(text)
    )


def says_asked(said: str, asks: Sequence[Ask]) -> bool:
    """Whether the text speaks of every strict ask."""
    return all(re.search(_SAYS.get(ask.name, r"(?!)"), said) for ask in strict(tuple(asks)))


def says_any(own: str, asks: Sequence[Ask]) -> bool:
    """Whether the sentence itself speaks of one of the asks."""
    return any(ask.name in _SAYS and re.search(_SAYS[ask.name], own) for ask in asks)
