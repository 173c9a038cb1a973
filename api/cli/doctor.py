"""`policy-assistant doctor`: what is configured, what works, what does not, and how to mend it."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

import typer

from api.cli.chinese import report_failure
from api.cli.opening import opened_assistant
from api.cli.output import JsonOption, print_json
from api.pages import FOLDER, HOME
from bot.llm.probe import Level, probe
from bot.settings import Settings, read_settings
from bot.storage.locking import FolderLock, prepare_folder
from corpus.errors import PolicyAssistantError, StorageError

State = Literal["ok", "warning", "failed"]
_MARKS = {"ok": "✓ 正常", "warning": "! 注意", "failed": "✗ 失败"}
_LOW_SPACE = 1 << 30
_PROBE = "学徒培训补贴"
_MODEL = "语言模型"
_STATES: dict[Level, State] = {"ok": "ok", "warning": "warning", "problem": "failed"}


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part: what it is now, and how to mend it where it does not work."""

    part: str
    state: State
    says: str
    mend: str = ""


def run(as_json: JsonOption = False) -> int:
    """Report the state of every part; 1 where something does not work."""
    settings = read_settings()
    findings: list[Finding] = []
    for check in (_folder, _in_use, _answers, _language_model, _reranker, _pages, _scans):
        for finding in check(settings):
            findings.append(finding)
            if not as_json:
                _print(finding)
    if as_json:
        print_json({"findings": findings})
    failed = [finding.part for finding in findings if finding.state == "failed"]
    if failed:
        report_failure(f"{'、'.join(dict.fromkeys(failed))}不正常，怎样修好见上面的说明。")
    return int(bool(failed))


def _print(finding: Finding) -> None:
    typer.echo(f"{_MARKS[finding.state]}  {finding.part}：{finding.says}")
    if finding.mend:
        typer.echo(f"          {finding.mend}")


def _folder(settings: Settings) -> Iterator[Finding]:
    try:
        prepare_folder(settings.data_dir)
    except StorageError as error:
        yield Finding("数据目录", "failed", str(error))
        return
    free = shutil.disk_usage(settings.data_dir).free
    says = f"{settings.data_dir}，剩余空间 {free / (1 << 30):.1f} GB"
    if free < _LOW_SPACE:
        yield Finding("数据目录", "warning", says, "空间不足 1 GB，请清理磁盘或用 POLICY_DATA_DIR 换一个目录。")
    else:
        yield Finding("数据目录", "ok", says)


def _in_use(settings: Settings) -> Iterator[Finding]:
    try:
        with FolderLock(settings.data_dir):
            yield Finding("服务", "ok", "没有在运行，可以用 policy-assistant serve 启动")
    except StorageError:
        yield Finding("服务", "ok", "正在使用这个数据目录")


def _answers(settings: Settings) -> Iterator[Finding]:
    """Opens the assistant as a command does, and searches."""
    database = settings.database_name if settings.database_url else f"数据目录下的 {settings.database_name}"
    try:
        with opened_assistant(settings) as assistant:
            held = assistant.policies.held()
            yield Finding("数据库", "ok", f"{database}，收录 {len(held)} 份政策")
            began = time.monotonic()
            hits = assistant.search(_PROBE)
            took_ms = (time.monotonic() - began) * 1000
            degraded = assistant.degraded()
    except PolicyAssistantError as error:
        yield Finding("数据库和向量模型", "failed", str(error), "按提示处理后再运行一次 doctor。")
        return
    mend = "" if hits else "用 policy-assistant ingest 收录政策文件。"
    yield Finding("检索", "ok" if hits else "failed", f"找到 {len(hits)} 条，用时 {took_ms:.0f} 毫秒", mend)
    for message in degraded:
        yield Finding("检索", "warning", message, "通常会自己恢复；一直如此时请检查磁盘空间和模型目录。")


def _language_model(settings: Settings) -> Iterator[Finding]:
    for found in probe(settings):
        part = _MODEL if found.subject == _MODEL else f"{_MODEL}（{found.subject}）"
        yield Finding(part, _STATES[found.level], found.message)


def _reranker(settings: Settings) -> Iterator[Finding]:
    says = settings.reranker_model or "没有配置"
    yield Finding("重排模型", "ok", says)


def _pages(_: Settings) -> Iterator[Finding]:
    if (FOLDER / HOME / "index.html").is_file():
        yield Finding("网页", "ok", "已构建")
    else:
        yield Finding("网页", "warning", "还没有构建，只能用接口和 /m 页面", "在项目目录运行 make run 会构建网页。")


def _scans(_: Settings) -> Iterator[Finding]:
    if find_spec("rapidocr"):
        yield Finding("扫描件识别", "ok", "已安装")
    else:
        yield Finding("扫描件识别", "ok", "没有安装；需要收录扫描件时安装 policy-assistant[ocr]")
