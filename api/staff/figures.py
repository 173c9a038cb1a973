"""Figures as JSON for the charts, and as CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from typing import Annotated, Any, Literal, get_args

from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response

from api.service import ServiceDep
from api.staff.access import Editor, StoresDep
from api.staff.views import FiguresView
from bot.answering.models import Status
from bot.staff.figures import Figures

router = APIRouter(prefix="/figures")
Days = Annotated[int, Query(ge=1, le=180, description="最近多少天")]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GROUPS = ("worker", "enterprise", "hotline", "unknown")
_DAY_HEADINGS = (
    "日期",
    "问题",
    "已答",
    "部分",
    "待补充",
    "未涉及",
    "谢绝",
    "提示",
    "有用",
    "没用",
    "中位毫秒",
    "95%毫秒",
    "个人",
    "企业",
    "热线",
    "没有说明",
)
_CSV = {200: {"description": "CSV 表格", "content": {"text/csv": {"schema": {"type": "string"}}}}}


@router.get("", response_model=FiguresView, summary="统计")
async def figures(_: Editor, stores: StoresDep, service: ServiceDep, days: Days = 30) -> FiguresView:
    """The figures of the last days."""
    service.assistant.conversations.flush()
    return FiguresView.model_validate(await to_thread.run_sync(stores.figures.read, days, limiter=service.threads))


@router.get("/csv", response_class=Response, responses=_CSV, summary="统计表格")  # type: ignore[arg-type]
async def figures_csv(
    _: Editor,
    stores: StoresDep,
    service: ServiceDep,
    days: Days = 30,
    table: Literal["days", "topics", "silent"] = "days",
) -> Response:
    """One table of the figures for a spreadsheet."""
    found = await to_thread.run_sync(stores.figures.read, days, limiter=service.threads)
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in _rows(found, table))
    headers = {"Content-Disposition": f'attachment; filename="{table}.csv"'}
    # With the mark at the start, spreadsheets read it as UTF-8.
    return Response("\ufeff" + text.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")


def harmless(cell: Any) -> Any:
    """The cell as a spreadsheet shows it and never runs it: a text that begins like a formula gets an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \u3000").startswith(_FORMULA) else cell


def _rows(found: Figures, table: str) -> Iterable[list[Any]]:
    if table == "days":
        yield list(_DAY_HEADINGS)
        for day in found.days:
            counts = [day.statuses[status] for status in get_args(Status)]
            times = [round(day.p50_ms, 1), round(day.p95_ms, 1)]
            groups = [day.groups[group] for group in _GROUPS]
            yield [day.day.isoformat(), day.questions, *counts, day.helpful, day.unhelpful, *times, *groups]
        return
    yield ["内容", "次数", *(f"{week.isoformat()}起一周" for week in found.weeks)]
    for topic in found.topics if table == "topics" else found.silent:
        yield [topic.label, topic.count, *topic.weeks]
