"""The role of each line of a document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.reading.lines import Line
from corpus.reading.numbering import Marker

Role = Literal[
    "header", "title", "addressees", "preamble", "body", "issuers", "date", "notes", "list", "attachment", "toc"
]  # fmt: skip

KIND_OF_DOCUMENT = (
    "法|法典|条例|办法|规定|细则|意见|通知|决定|决议|批复|函|方案|规划|公告|通告|通报|命令|令|纲要|措施|预案|标准|规则"
    "|制度|答复|报告|请示|议案|纪要|章程|解释|计划|指南|规范|规程|指引|目录|清单|建议|提案|要点|办法（试行）|须知|说明"
)
TITLE_END = re.compile(rf"(?:{KIND_OF_DOCUMENT})(?:\s*[（(〔].{{1,20}}[）)〕])?$")


@dataclass(frozen=True, slots=True)
class Layout:
    """The role and the marker of each line; `attachments` gives number and label of each line that opens one."""

    lines: Sequence[Line]
    roles: list[Role]
    markers: list[Marker | None]
    attachments: dict[int, tuple[int, str]]
    has_decimals: bool

    def indices(self, role: Role) -> list[int]:
        """The lines of that role, in order."""
        return [index for index, found in enumerate(self.roles) if found == role]


def squeeze(text: str) -> str:
    """The text without any blanks."""
    return re.sub(r"\s", "", text)
