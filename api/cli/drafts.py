"""`policy-assistant draft-answers`: answers that a language model proposes, in a file for a person to review."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.cli.opening import opened_assistant
from api.surface import Assistant
from bot.llm.assembly import LanguageModel, Resources, build_language_model
from bot.llm.client import is_configured
from bot.llm.drafting import ClauseDrafts, draft_answers, write_drafts
from bot.privacy import mask
from bot.retrieval.models import Hit, Scope
from bot.settings import read_settings
from corpus.errors import ModelUnavailableError, SettingsError, StorageError
from corpus.models import Policy

UNCONFIGURED = (
    "没有可用的语言模型，请设置 POLICY_LLM_BASE_URL 和 POLICY_LLM_MODEL，并确认没有关闭 POLICY_GENERATION_ENABLED。"
)
NOTHING = "没有起草出通过核对的口径，请用 policy-assistant doctor 检查语言模型。"
KEPT = "文件夹里已有这份政策的草稿，没有改动；请先移走，或用 --output 换一个文件夹。"
UNWRITABLE = "草稿写不进去，请检查路径、权限和磁盘空间。"


@dataclass(frozen=True, slots=True)
class _Search:
    """The assistant's search under the name that a model's tools call."""

    assistant: Assistant

    def search(self, query: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        return self.assistant.search(query, k, scope)


def run(
    policy_id: Annotated[str, typer.Argument(metavar="政策编号", help="policies 列出的编号。", show_default=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output", metavar="文件夹", help="草稿写到这个文件夹，不填则写到当前文件夹。", show_default=False
        ),
    ] = Path(),
) -> None:
    """Draft answers for each clause of a policy, and write what passes the gate."""
    settings = read_settings()
    if not is_configured(settings):  # said before the assistant is opened, which takes seconds
        raise SettingsError(UNCONFIGURED)
    with opened_assistant(settings) as assistant:
        policy = assistant.policies.get(policy_id)
        resources = Resources(_Search(assistant), assistant.policies.get)
        model = build_language_model(settings, resources, mask)
        if model is None:
            raise SettingsError(UNCONFIGURED)
        _prepare(policy, output)
        drafts = asyncio.run(_draft(policy, model))
    count = sum(len(drafted.entries) for drafted in drafts)
    if not count:
        raise ModelUnavailableError(NOTHING)
    typer.echo(f"共起草 {count} 条，写入 {_write(policy, drafts, output)}，请逐条核对原文后再采用。")


def _prepare(policy: Policy, folder: Path) -> None:
    """Make the folder before the model is paid for; a draft that someone may be working on is never overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise StorageError(UNWRITABLE) from None
    if (folder / f"{policy.id}.drafts.yaml").exists():
        raise StorageError(KEPT)


async def _draft(policy: Policy, model: LanguageModel) -> list[ClauseDrafts]:
    drafts: list[ClauseDrafts] = []
    async for drafted in draft_answers(policy, model.call, model.outgoing):
        place = " ".join(part for part in (drafted.clause.label, drafted.clause.heading) if part)
        stopped = f"，{len(drafted.stopped)} 处没有通过核对" if drafted.stopped else ""
        typer.echo(f"{place}：起草 {len(drafted.entries)} 条{stopped}")
        drafts.append(drafted)
    return drafts


def _write(policy: Policy, drafts: list[ClauseDrafts], folder: Path) -> Path:
    try:
        return write_drafts(policy, drafts, folder)
    except OSError:
        raise StorageError(UNWRITABLE) from None
