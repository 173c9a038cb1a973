"""Makes a system under test by its name."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from langchain_core.embeddings import Embeddings

from bot.assembly import build_assistant
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
from eval.run import OpenSystem
from eval.systems.baseline import Baseline
from eval.systems.ports import System
from eval.systems.product import Product
from eval.texts import Texts

PRODUCT = "product"


def make_opener(settings: Settings, texts: Texts) -> OpenSystem:
    """Opens `baseline`, `product`, or `product-lexicon` (the product without its lexicon).

    The product works on a data folder of its own that is thrown away, so that a running server is not disturbed and
    only the bundled corpus is asked about.
    """

    @contextmanager
    def open_system(name: str) -> Iterator[System]:
        if name == Baseline.name:
            yield Baseline(texts, cast(Embeddings, make_embeddings(settings)))
            return
        with tempfile.TemporaryDirectory() as folder:
            own = settings.model_copy(update={"data_dir": Path(folder), "database_url": None})
            without = frozenset(filter(None, [name.removeprefix(PRODUCT).removeprefix("-")]))
            assistant = build_assistant(own, ablate=without)
            try:
                yield Product(assistant, name)
            finally:
                assistant.close()

    return open_system
