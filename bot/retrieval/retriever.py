"""The search as a LangChain retriever, for chains and agents."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from bot.retrieval.models import Hit, Scope, Searcher


class PolicyRetriever(BaseRetriever):
    """Gives the passages of a `Searcher` as documents; `page_content` is the sentence, verbatim."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: SkipValidation[Searcher]
    k: int = 5
    scope: Scope | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager  # nothing here has steps to report
        return [as_document(hit) for hit in self.searcher.search(query, self.k, self.scope)]


def as_document(hit: Hit) -> Document:
    """The passage with what a citation of it needs."""
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "id": passage.id,
            "policy_id": passage.policy_id,
            "policy_title": passage.policy_title,
            "label": passage.label,
            "heading": passage.heading,
            "score": hit.score,
        },
    )
