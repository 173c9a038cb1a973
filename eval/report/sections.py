"""The parts of the report, task by task."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from eval.models import SPLITS, TaskResult
from eval.report import charts, tables
from eval.report.history import Entry
from eval.report.tables import Table


@dataclass(frozen=True)
class Block:
    """A chart, a table or a note, with a title or without."""

    title: str = ""
    svg: Markup | None = None
    table: Table = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part of the report."""

    title: str
    blocks: list[Block]


def make_sections(results: Sequence[TaskResult], history: Sequence[Entry]) -> list[Section]:
    """Goals first, then each task that was run, then the history."""
    sections = [Section("目标", [Block(table=tables.goals_table(results))])]
    for result in results:
        title, make = _MAKERS.get(result.task, (result.task, _plain))
        notes = [Block(note=note) for note in result.notes]
        sections.append(Section(title, [*make(result), *notes]))
    if len(history) > 1:
        sections.append(Section("各次提交", [_over_commits(history)]))
    return sections


def _answers(result: TaskResult) -> list[Block]:
    blocks = [Block(table=tables.whole_table(result, lambda m: f"{m.system} {m.split}"))]
    for kind, title in (("audience", "按人群"), ("status", "按应有状态"), ("category", "按题型")):
        for split in SPLITS:
            label = f"完全正确，{title}，{split}"
            blocks.append(Block(label, Markup(charts.bars(tables.by_part(result, kind, split), label))))  # noqa: S704
    return [*blocks, _failures(result)]


def _failures(result: TaskResult) -> Block:
    """What went wrong on `dev`; the questions of `test` are not shown."""
    table = [["题号", "人群", "题型", "问题", "应为", "实为", "缺少", "不该有", "引用在前二"]]
    for row in result.rows:
        if row["system"] == "product" and row["split"] == "dev" and not row["is_right"]:
            cells = [row[key] for key in ("id", "audience", "category", "question", "expected_status", "status")]
            cells += [row["missing"], row["forbidden"], row["is_gold_in_two"]]
            table.append([_cell(cell) for cell in cells])
    return Block("dev 中没有完全答对的题", table=table)


def _refusal(result: TaskResult) -> list[Block]:
    blocks = [Block(table=tables.whole_table(result, lambda m: f"{m.system} {m.split}"))]
    for split in SPLITS:
        blocks.append(Block(f"状态对照，{split}", table=tables.confusion(result, split)))
    for key, points in result.curves.items():
        if points and key.startswith("product/") and key.endswith("/dev"):
            label = f"拒答阈值曲线：{key.split('/')[1]}，dev"
            series = {
                "该拒的被拒": [(p["threshold"], p["refused_outside"]) for p in points],
                "该答的被拒": [(p["threshold"], p["refused_inside"]) for p in points],
                "精确": [(p["threshold"], p["precision"]) for p in points],
            }
            note = "横轴是首条命中的分数阈值：低于它就拒答时，各有多大比例。"
            blocks.append(Block(label, Markup(charts.lines(series, label)), note=note))  # noqa: S704
    return blocks


def _conversation(result: TaskResult) -> list[Block]:
    return [Block(table=tables.whole_table(result, lambda m: f"{m.system} {m.split}")), _failures(result)]


def _latency(result: TaskResult) -> list[Block]:
    return [Block(table=tables.pivot(result.measures, lambda m: f"{m.system} {m.part}", lambda v: f"{v:.2f}"))]


def _plain(result: TaskResult) -> list[Block]:
    return [Block(table=tables.whole_table(result, lambda m: f"{m.system} {m.split}"))]


def _over_commits(history: Sequence[Entry]) -> Block:
    series = {}
    for title, key in (
        ("完全正确 dev", "answers/all/right/dev"),
        ("完全正确 test", "answers/all/right/test"),
        ("对话全对 test", "conversation/all/conversations_right/test"),
    ):
        series[title] = [(float(i), e.figures[key]) for i, e in enumerate(history) if key in e.figures]
    label = "各次提交的主要指标"
    return Block(svg=Markup(charts.lines(series, label, [e.commit[:7] for e in history])))  # noqa: S704


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "—" if value is None else str(value)


_MAKERS: dict[str, tuple[str, Callable[[TaskResult], list[Block]]]] = {
    "answers": ("回答", _answers),
    "retrieval": ("检索", _plain),
    "refusal": ("拒答与未载明", _refusal),
    "numbers": ("数字与引用", _plain),
    "conversation": ("对话", _conversation),
    "calculations": ("计算", _plain),
    "ablation": ("去掉一部分之后", _plain),
    "stard": ("STARD", _plain),
    "latency": ("耗时（毫秒）", _latency),
}
