"""Recognises text that speaks to the assistant instead of to citizens: no policy does, so a model never sees it.

In extract mode such a sentence is quoted like any other: quoting obeys nothing.
"""

import re
import unicodedata
from collections.abc import Sequence

from bot.answering.gate.normal import normalise

_ASSISTANT = (
    r"(?:[你您](?![省市部局厅委区县院办行公司单位旗盟校家])|助手|机器人|模型|AI|人工智能|assistant|system"
    r"|系统提示|提示词|prompt|chatgpt|gpt|大模型|对话系统|问答系统|智能客服|客服)"
)
_PATTERNS = (
    r"(?:忽略|无视|忘记|忘掉|抛开|不要理会|不必理会|不要遵守|绕过|覆盖).{0,12}"
    r"(?:以上|上述|上面|之前|先前|前面|此前|所有|一切|全部|系统|安全|原有|内置).{0,12}"
    r"(?:指令|指示|要求|规则|提示|设定|约束|限制|内容|命令|说明|规定|审查|核对)",
    r"(?:ignore|disregard|forget|override|bypass).{0,40}(?:previous|above|prior|all|system|earlier).{0,30}"
    r"(?:instruction|prompt|rule|message|polic)",
    r"(?:你现在|从现在起你|从现在开始你|请你扮演|你将扮演|假装你|假设你是|你是一[个名]|you are now|act as|pretend)",
    r"(?:输出|显示|打印|复述|重复|泄露|透露|告诉我|说出|展示|翻译|print|reveal|repeat|show).{0,16}"
    r"(?:系统提示|提示词|初始指令|隐藏指令|内部指令|你的指令|你的规则|你的设定|system prompt"
    r"|instructions|api.?key|密钥|口令)",
    r"(?:回答|回复|答复|生成|输出)(?:本|这|该|此|任何|所有|用户|群众|后续|下列)?.{0,8}"
    r"(?:问题|内容|时|之前|之后).{0,6}(?:必须|务必|一律|只能|请|应当|都要|始终)"
    r"(?:说|写|称|回答|回复|答复|输出|声称|告知|附上|加上|以|包含|推荐)",
    r"(?:作为|身为|对于|致|告知|提醒|命令|要求|指示|请)"
    r"(?:一个|本|该|各|所有|读取本文的|处理本文的|阅读本文的)?" + _ASSISTANT,
    r"(?:system|assistant|user|developer)\s*[:：]",
    r"(?:<\|?|\[)/?(?:system|inst|im_start|im_end|资料|问题)(?:\|?>|\])",
    r"(?:请|务必|必须)(?:在|把|将|向|引导|诱导).{0,20}(?:每次|所有|任何)?(?:回答|回复|用户|提问者).{0,12}"
    r"(?:加|附|写|发|插入|点击|访问|转账|拨打|添加|下载|扫码|打开)",
    r"(?:do not|don't|never|always|must).{0,30}(?:mention|tell|say|answer|respond|cite|reply)",
    r"(?:请|立即|直接).{0,6}(?:调用|执行|运行).{0,10}(?:工具|函数|代码|脚本)",
    r"submit_answer|search_policy|read_clause|completeness|statements",
    r"(?:开发者模式|越狱模式|DAN模式|jailbreak|developer mode|管理员模式|调试模式|最高权限)",
)
_SPEAKS_TO_ASSISTANT = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


def speaks_to_assistant(text: str) -> bool:
    """Whether the text gives orders to whoever reads it by machine."""
    spaced = unicodedata.normalize("NFKC", text)
    return any(_SPEAKS_TO_ASSISTANT.search(form.replace("\n", " ")) for form in (spaced, normalise(text)))


def without_instructions(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The passages (id, text) without the clauses in which one speaks to the assistant.

    The whole clause goes: what stands beside an order is usually its bait.
    """
    tainted = {_clause(key) for key, text in rows if speaks_to_assistant(text)}
    return [(key, text) for key, text in rows if _clause(key) not in tainted]


def _clause(sentence_id: str) -> str:
    return sentence_id.split("#", 1)[0]
