"""What `doctor` tells of a configured endpoint: whether it answers, calls tools, and keeps to a form."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Literal

from bot.llm.agent import load_agents
from bot.llm.client import connect, is_configured
from bot.llm.transport import LEASH, Leash
from bot.settings import LLM_USES, Settings

Level = Literal["ok", "warning", "problem"]
_PROBE_S = 15.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what was looked at, how it is, and what to do."""

    level: Level
    subject: str
    message: str


def probe(settings: Settings) -> list[Finding]:
    """Findings on the language model, in Chinese, worst case within some seconds. Never raises."""
    if not is_configured(settings):
        return [_unconfigured(settings)]
    return asyncio.run(_probe(settings))


def _unconfigured(settings: Settings) -> Finding:
    if settings.llm_base_url and not settings.llm_model:
        return Finding(
            "problem", "语言模型", "设置了 POLICY_LLM_BASE_URL，但没有设置 POLICY_LLM_MODEL，请补上模型名称。"
        )
    if settings.llm_model and not settings.llm_base_url:
        return Finding(
            "problem", "语言模型", "设置了 POLICY_LLM_MODEL，但没有设置 POLICY_LLM_BASE_URL，请补上接口地址。"
        )
    if settings.llm_base_url:
        return Finding("ok", "语言模型", "已配置，但 POLICY_GENERATION_ENABLED 关闭了改写，只用政策原文回答。")
    return Finding("ok", "语言模型", "没有配置，回答直接使用政策原文和口径。")


async def _probe(settings: Settings) -> list[Finding]:
    await asyncio.to_thread(load_agents)
    LEASH.set(Leash(_PROBE_S))
    started = time.monotonic()
    try:
        async with asyncio.timeout(_PROBE_S):
            reply = await connect(settings).ainvoke("请只回答两个字：你好")
    except Exception as error:  # noqa: BLE001 - the border to a foreign server: every fault is a finding
        return [Finding("problem", "接口", _advice(error))]
    took_s = time.monotonic() - started
    findings = [_speed(took_s, settings)] if reply.text.strip() else [_mute()]
    if settings.llm_output != "plain":
        return [*findings, await _probe_tools(settings), await _probe_form(settings), _label(settings)]
    return [*findings, *await _probe_plain(settings), _label(settings)]


def _advice(error: Exception) -> str:
    """What an endpoint's failure means, without repeating address or key."""
    status = getattr(error, "status_code", None)
    if status in (401, 403):
        return "接口拒绝了密钥，请检查 POLICY_LLM_API_KEY。"
    if status == 404:
        return "接口说没有这个模型或路径，请检查 POLICY_LLM_MODEL，地址一般以 /v1 结尾。"
    if status == 429:
        return "接口说请求太多或额度用完，请稍后再试或联系提供方。"
    if status is not None:
        return f"接口返回了错误（状态码 {status}），请联系提供方。"
    if isinstance(error, TimeoutError):
        return f"接口 {_PROBE_S:.0f} 秒内没有回答，请检查地址和网络；在修好之前问题会用政策原文回答。"
    return "连不上接口，或它返回的不是模型的回答，请检查 POLICY_LLM_BASE_URL 和网络。"


def _speed(took_s: float, settings: Settings) -> Finding:
    if took_s > settings.llm_deadline_s / 2:
        return Finding("warning", "接口", f"能连上，但一句话用了 {took_s:.1f} 秒，多数问题会等不到它，用政策原文回答。")
    return Finding("ok", "接口", f"能连上，一句话用了 {took_s:.1f} 秒。")


def _mute() -> Finding:
    return Finding("warning", "接口", "能连上，但回答是空的，请换一个模型。")


async def _probe_tools(settings: Settings) -> Finding:
    from langchain_core.tools import tool  # noqa: PLC0415 - off the default path

    @tool("search_policy", description="按词语检索政策原文")
    def search_policy(query: str) -> str:
        """Returns its input: only the call counts."""
        return query

    try:
        async with asyncio.timeout(_PROBE_S):
            bound = connect(settings).bind_tools([search_policy])
            reply = await bound.ainvoke("请调用 search_policy 工具，query 填“补贴”。")
    except Exception:  # noqa: BLE001 - the border to a foreign server: every fault is a finding
        return Finding(
            "warning",
            "工具调用",
            "接口不接受工具，模型不能自己检索和计算；建议设置 POLICY_LLM_OUTPUT=json_schema 或 text。",
        )
    calls = getattr(reply, "tool_calls", [])
    if calls and calls[0]["name"] == "search_policy" and "query" in calls[0]["args"]:
        return Finding("ok", "工具调用", "能按要求调用工具，可以检索和使用计算器。")
    return Finding(
        "warning",
        "工具调用",
        "没有按要求调用工具，模型不能自己检索和计算；建议设置 POLICY_LLM_OUTPUT=json_schema 或 text。",
    )


async def _probe_form(settings: Settings) -> Finding:
    asked = '只输出这个 JSON，不要别的：{"statements":[{"text":"你好","ids":["1"]}],"completeness":"complete"}'
    try:
        async with asyncio.timeout(_PROBE_S):
            text = (await connect(settings).ainvoke(asked)).text
        rows = json.loads(text[text.index("{") : text.rindex("}") + 1])["statements"]
    except Exception:  # noqa: BLE001 - the border to a foreign server: every fault is a finding
        return Finding(
            "problem", "结构化输出", "没有按要求的格式输出，改写不会生效，问题会用政策原文回答；请换一个模型。"
        )
    if isinstance(rows, list) and rows:
        return Finding("ok", "结构化输出", "能按要求的格式输出，逐句核对可以进行。")
    return Finding("problem", "结构化输出", "输出的格式不对，改写不会生效，问题会用政策原文回答；请换一个模型。")


async def _probe_plain(settings: Settings) -> list[Finding]:
    """Plain sentences need neither tools nor a form; the other uses do."""
    wording = Finding("ok", "改写", "按 plain 方式只写白话，依据由程序查找；不用工具和结构化输出，不能自己检索和计算。")
    others = [use for use in LLM_USES - {"wording"} if settings.uses_llm_for(use)]
    if not others or (await _probe_form(settings)).level == "ok":
        return [wording]
    advice = "不能按格式输出，补全追问、归类和推荐问题不会生效，建议设置 POLICY_LLM_USES=wording。"
    return [wording, Finding("warning", "结构化输出", advice)]


def _label(settings: Settings) -> Finding:
    if settings.llm_filing_number:
        return Finding("ok", "标识", "生成的回答会带“AI生成”标识、模型名称和备案号。")
    return Finding(
        "warning", "标识", "没有设置 POLICY_LLM_FILING_NUMBER，生成的回答不会显示备案号；对公众提供服务前请补上。"
    )
