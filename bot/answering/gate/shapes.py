"""The shapes in which quantities are written."""

import re

from bot.answering.gate.lexemes import FUNCTION_WORDS, UNITS

_CN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_RUN = (
    rf"(?:{_ARABIC})[十百千万亿]{{0,2}}(?:(?<=[千万亿])\d)?"
    rf"|[{_CN}](?:[{_CN}]|点(?=[零〇一二三四五六七八九])|(?<=[百千万亿])\d)*"
)
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
NUMBER = re.compile(rf"(?P<run>{_RUN})(?P<more>[多余来]?)(?P<unit>{_UNIT})?(?P<half>(?<=[年月天])半)?")
FRACTION = re.compile(rf"(?P<of>{_RUN})分之(?P<part>{_RUN})")
TENTHS = re.compile(
    r"(?P<whole>[一二两三四五六七八九\d])成(?P<tenth>[一二三四五六七八九半](?![年个月天]))?(?![员立为果长功绩本品就交套人])"
)
HALF = re.compile(r"半(?P<unit>年|个月|天|小时)|(?P<share>一半|半数|过半)")
DATE = re.compile(
    rf"(?P<year>\d{{4}}|[{_CN}]{{4}})年"
    rf"(?:(?P<month>\d{{1,2}}|[{_CN}]{{1,3}})月(?:(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})[日号])?)?"
)
DATE_DIGITS = re.compile(r"(?P<year>(?:19|20)\d{2})[-/.—](?P<month>\d{1,2})[-/.—](?P<day>\d{1,2})(?!\d)")
MONTH_DAY = re.compile(rf"(?P<month>\d{{1,2}}|[{_CN}]{{1,2}})月(?:(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})[日号])?")
DOCUMENT = re.compile(r"(?P<issuer>[\u4e00-\u9fff]*)[〔\[(【](?P<year>\d{4})[〕\])】]第?(?P<number>\d+)号")
CLAUSE = re.compile(
    rf"第\(?(?P<n>\d+|[{_CN}]+)\)?(?P<level>条|章|节|款|项|部分|点|段)(?:之(?P<sub>[{_CN}]))?"
    rf"(?:第\(?(?P<para>\d+|[{_CN}]+)\)?款)?(?:第\(?(?P<item>\d+|[{_CN}]+)\)?项)?"
)
PER = re.compile(
    r"(?:每一?个?|按|/)(?P<unit>学年|学期|半年|年度?|季度?|月份?|周|旬|天|日|小时|[人名位个家户校班次生徒组所镇乡岗批期届厂店])"
    r"|(?P<mean>人均|年均|月均)"
)
PERIOD = re.compile(
    r"(?P<last>上一?(?:个)?年度?|去年|前一年)|(?P<this>本年度?|当年度?|今年)|(?P<next>下一?(?:个)?年度?|明年|次年)"
    r"|(?P<close>年底|年末)|(?P<open>年初)"
)
VAGUE = re.compile(rf"(?:[几数好]|十几|几十|上)[十百千万亿]+(?:{_UNIT})?|十几(?:{_UNIT})?|几(?:年|个月|天|元|块|成|倍)")
FUNCTION = re.compile("|".join(sorted(FUNCTION_WORDS, key=len, reverse=True)))
RANGE_JOIN = re.compile(r"(?:—|-|~|～|至|到|和|与)(?:人民币)?")
