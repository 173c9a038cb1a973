"""The chain everybody starts with: recursive splitter, Chroma, top four, the best chunk as the answer."""

from dataclasses import dataclass
from uuid import uuid4

import chromadb
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from bot.answering.models import Audience
from corpus.models import Policy
from eval.models import Cited, Ranked
from eval.systems.ports import Reply
from eval.texts import Texts

CHUNK_SIZE = 500
CHUNK_OVERLAP = 50
TOP_K = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a policy and the sentences that at least half of which it holds."""

    text: str
    covers: tuple[str, ...]


class Baseline:
    """Has no statuses: it always answers, with the chunk nearest to the question.

    The judging favours it: a chunk counts as one citation of every sentence that it holds, and whatever stands in it
    counts as said.
    """

    name = "baseline"

    def __init__(self, texts: Texts, embeddings: Embeddings) -> None:
        chunks = [chunk for policy in texts.policies for chunk in split(policy)]
        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        self._store = Chroma(
            collection_name=f"baseline-{uuid4().hex}",
            embedding_function=embeddings,
            client=client,
            collection_metadata={"hnsw:space": "cosine"},
        )
        self._store.add_documents(
            [Document(chunk.text, metadata={"covers": "|".join(chunk.covers)}) for chunk in chunks]
        )

    def ask(self, question: str, audience: Audience | None, conversation_id: str | None) -> Reply:
        """The best chunk; neither group nor conversation makes a difference."""
        del audience
        best = self._store.similarity_search(question, k=TOP_K)[0]
        cited = Cited(covers=_covers(best), quote=best.page_content)
        return Reply("answered", "extract", best.page_content, (cited,), conversation_id)

    def search(self, question: str, k: int) -> list[Ranked]:
        """The k nearest chunks with their cosine."""
        found = self._store.similarity_search_with_score(question, k=k)
        return [Ranked(covers=_covers(chunk), score=1.0 - distance, dense=1.0 - distance) for chunk, distance in found]


def split(policy: Policy) -> list[Chunk]:
    """The policy's text in chunks of at most 500 characters that overlap by up to 50."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True)
    chunks = []
    for document in splitter.create_documents([policy.text]):
        start = int(document.metadata["start_index"])
        chunks.append(Chunk(document.page_content, _held(policy, start, start + len(document.page_content))))
    return chunks


def _held(policy: Policy, start: int, end: int) -> tuple[str, ...]:
    return tuple(
        sentence.id
        for sentence in policy.sentences()
        if min(end, sentence.end) - max(start, sentence.start) >= (sentence.end - sentence.start) / 2
    )


def _covers(document: Document) -> tuple[str, ...]:
    return tuple(filter(None, str(document.metadata["covers"]).split("|")))
