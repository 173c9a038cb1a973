"""Small policies and an embedding without a model, for tests of storage, ingest and index."""

import hashlib
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.ingest.ingestor import Ingestor
from bot.settings import Settings
from bot.storage.database import FILE_NAME, Database, open_database

DIMENSIONS = 64
TRAINING = """技能培训补贴办法
各区县人社局：
为支持职工提升技能，制定本办法。
一、补贴标准。企业按规定开展培训的，每人每年给予5000元补贴。培训不满一年的不予补贴。
二、申请材料。企业应当提交培训计划和职工名册。
某市人力资源和社会保障局
2023年3月1日
"""
HOUSING = """人才公寓管理办法
各区县住建局：
为做好人才公寓管理工作，制定本办法。
一、申请条件。高级技师可以申请人才公寓。
二、租金标准。租金按市场价的一半收取。
某市住房和城乡建设局
2024年5月20日
"""


class CharacterEmbeddings:
    """Vectors that are near where texts share characters. Counts what it embeds."""

    def __init__(self, name: str = "characters-1") -> None:
        self.fingerprint = name
        self.dimensions = DIMENSIONS
        self.embedded: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        row: list[float] = self._vectors([text])[0].tolist()
        return row

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for character in text:
                place = hashlib.blake2b(character.encode("utf-8", "surrogatepass"), digest_size=2).digest()
                rows[row, int.from_bytes(place) % DIMENSIONS] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        open_database(Settings(data_dir=Path(folder))).close()
        return (Path(folder) / FILE_NAME).read_bytes()


def fresh_database(folder: Path) -> Database:
    """An empty database in that folder; migrated once for all tests, then copied."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_bytes(_migrated())
    return open_database(Settings(data_dir=folder))


def write_policies(folder: Path, **texts: str) -> Path:
    """A folder with one text file for each policy."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def ingest_texts(database: Database, embeddings: CharacterEmbeddings, folder: Path, **texts: str) -> Ingestor:
    """An ingestor that has taken in these texts."""
    ingestor = Ingestor(database, embeddings)
    outcomes = ingestor.ingest([write_policies(folder, **texts)])
    assert all(outcome.result in {"added", "updated", "unchanged"} for outcome in outcomes), outcomes
    return ingestor
