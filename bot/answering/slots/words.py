"""The words by which requests are told from questions on content, and what keeps a question out altogether."""

import re

from bot.answering.slots.quantities import Quantity

_NOT_HOW = "".join(f"(?<!{word})" for word in ("怎么", "咋", "如何", "怎样"))
_NOT_WORD = "".join(f"(?<!{word})" for word in ("打", "预", "总", "合", "划", "就", "结", "不", "能", "也", "清"))
COMPUTE = re.compile(
    rf"帮.{{0,4}}算|想.{{0,2}}算|给.{{0,3}}算|{_NOT_HOW}{_NOT_WORD}算(?!不|吗|么|数|是|作|进|入|到|在|为|学徒[吗么不嘛没吧。?]|学徒$|上|机|术|法|得|清|了?[吧。]?$)|"
    rf"{_NOT_HOW}算(?:一下|下|一算|个|笔)|计算(?!机)|测算|核算|估算"
)
AMOUNT = re.compile(
    r"多少(?!人|名|个|位|年|岁|天|家|号|学徒(?!的?补)|材料|企业|条|次|种)|几多钱?|多钱|几钱|咋算|怎么算"
)
CHECK = re.compile(
    r"合规|合不合规?|核对|行不行|行吗|行不|可不可以|可以吗|可以不|合理|符合|违反|违规|够不够|够.{0,6}吗|能不能(?:多?发|多?提|拿)|够了|达标|达到|对吗|对不对|有没有问题|有问题|"
    r"没问题|(?i:ok)|合适|过关|满足|能行|咋样|怎么样|低不低|算不算|超没超|超了"
)
CANCEL = re.compile(r"^(?:那|还是)?(?:不用?|别|先不)?算了[吧啊。!]*$|不算了|不用算|别算")

OTHER_PLACE = re.compile(
    r"赤峰|呼和浩特|呼市|鄂尔多斯|通辽|呼伦贝尔|巴彦淖尔|巴盟|乌兰察布|乌海|锡林郭勒|锡盟|兴安盟|阿拉善|满洲里|二连浩特|"
    r"北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|"
    r"云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|广州|深圳|杭州|南京|苏州|成都|武汉|西安|郑州|长沙|青岛|济南|大连|沈阳|"
    r"哈尔滨|长春|太原|石家庄|合肥|南昌|福州|厦门|昆明|贵阳|南宁|海口|兰州|银川|西宁|乌鲁木齐|拉萨|宁波|无锡|佛山|东莞|大同|"
    r"榆林|张家口|外地|外省|外市|别的城市|其他城市|其他市|别的市"
)
OTHER_SUBJECT = re.compile(
    r"失业|生育|养老|医保|医疗|社保|公积金|工伤|抚恤|低保|罚款|退钱|退款|骗|住房|租房|落户|创业|见习|税前|所得税|个税|扣税|"
    r"技能提升补贴|稳岗|返还|就业补贴|求职|高温|取暖|丧葬|退休"
)
PROCEDURE = re.compile(
    r"材料|资料|流程|手续|怎么申[请报]|如何申[请报]|申[请报]表|截止|期限|什么时候|啥时候|多久|多长时间|几号|电话|地址|在哪|哪里|"
    r"哪儿|哪个部门|找谁|依据|什么条件|哪些条件|资格|能不能当|到账|发放时间|公示"
)


def is_out_of_bounds(text: str, quantities: list[Quantity], oldest_year: int) -> bool:
    """Whether the question is about another place, another subject, or a year before the policy."""
    if OTHER_PLACE.search(text) or OTHER_SUBJECT.search(text) or CANCEL.search(text):
        return True
    return any(quantity.kind == "year" and _year(quantity.text) < oldest_year for quantity in quantities)


def _year(text: str) -> int:
    digits = text.rstrip("年").translate(str.maketrans("〇零一二三四五六七八九", "00123456789"))
    return int(digits) if digits.isdigit() else 0
