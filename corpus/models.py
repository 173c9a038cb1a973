"""What a policy is made of: sentences inside clauses inside a policy, each addressable and verbatim."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.errors import NotFoundError

ClauseKind = Literal[
    "title", "addressees", "preamble", "part", "chapter", "section", "article", "item",
    "paragraph", "issuers", "date", "attachment", "table",
]  # fmt: skip
Level = Literal["national", "region", "city", "county"]


class Citation(BaseModel):
    """A pointer to one sentence of a policy, with a verbatim quote of it (contract: `citations`)."""

    model_config = ConfigDict(frozen=True)

    id: str
    policy_id: str
    policy_title: str
    label: str
    heading: str
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, verbatim: `policy.text[start:end] == text`.

    `id` is `{policy_id}/{path}#{n}`, `n` counted from 1 inside its clause.
    """

    id: str
    policy_id: str
    path: str
    n: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or named part of a policy.

    `path` follows the document's own numbering (`4`, `4.2.3`, `14.2`, `preamble`, `chapter2`); `label` is what a
    reader says (`第四条`, `第十四条第（二）项`, `引言`); `heading` is its title without number, or empty.
    `lead_in` is the sentence that opens the enumeration which this item belongs to, or empty.
    """

    path: str
    kind: ClauseKind
    label: str
    heading: str
    parent: str | None
    start: int
    end: int
    sentences: tuple[Sentence, ...] = ()
    lead_in: str = ""


class Stated(BaseModel):
    """A piece of metadata with the sentence that states it; `confidence` is in [0, 1], 1 for a person's correction."""

    model_config = ConfigDict(frozen=True)

    value: str
    quote: str = ""
    sentence_id: str = ""
    confidence: float = 1.0


class PolicyMetadata(BaseModel):
    """What is known of a policy as a document. What the text does not state stays empty, and is never invented."""

    model_config = ConfigDict(frozen=True)

    title: str
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    written_on: date | None = None
    published_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    version_from: date | None = None
    """The day from which this wording holds; later than `effective_from` where a statute was amended since."""
    rests_on: tuple[Stated, ...] = ()
    repeals: tuple[Stated, ...] = ()
    prevails_over: tuple[Stated, ...] = ()
    """What gives way where it says otherwise: `与本办法不一致的，以本办法为准`."""
    replaces: tuple[str, ...] = ()
    region: str | None = None
    level: Level | None = None
    topics: tuple[str, ...] = ()
    hotline: str = "12333"
    evidence: dict[str, Stated] = {}


@dataclass(frozen=True)
class Policy:
    """A policy: its verbatim text, its clauses in document order, and its metadata."""

    id: str
    text: str
    clauses: tuple[Clause, ...]
    metadata: PolicyMetadata
    source_name: str = ""
    sha256: str = ""

    @property
    def title(self) -> str:
        """The title as the text gives it."""
        return self.metadata.title

    @cached_property
    def _by_path(self) -> dict[str, Clause]:
        return {clause.path: clause for clause in self.clauses}

    @cached_property
    def _by_sentence(self) -> dict[str, Sentence]:
        return {sentence.id: sentence for sentence in self.sentences()}

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in document order."""
        for clause in self.clauses:
            yield from clause.sentences

    def clause(self, path: str) -> Clause:
        """The clause at `path`.

        Raises:
            NotFoundError: There is no such clause.
        """
        try:
            return self._by_path[path]
        except KeyError:
            raise NotFoundError(f"《{self.title}》中没有这一条，请核对编号。") from None

    def sentence(self, sentence_id: str) -> Sentence:
        """The sentence with that identifier (`policy/path#n`).

        Raises:
            NotFoundError: There is no such sentence.
        """
        try:
            return self._by_sentence[sentence_id]
        except KeyError:
            raise NotFoundError(f"《{self.title}》中没有这一句，请核对编号。") from None

    def number_before(self, sentence: Sentence) -> str:
        """The number that the document itself sets before a sentence that opens an item, `（一）`; else empty."""
        clause = self.clause(sentence.path)
        if clause.kind != "item" or clause.heading or sentence.n != 1:
            return ""
        return "".join(self.text[clause.start : sentence.start].split())

    def cite(self, sentence_id: str, quote: str | None = None) -> Citation:
        """A citation of the sentence, quoting all of it or the part given.

        Raises:
            NotFoundError: There is no such sentence, or the quote is not verbatim in it.
        """
        sentence = self.sentence(sentence_id)
        if quote is not None and quote not in sentence.text:
            raise NotFoundError(f"引文不在《{self.title}》{sentence_id}的原文中。")
        clause = self._by_path[sentence.path]
        return Citation(
            id=sentence.id,
            policy_id=self.id,
            policy_title=self.title,
            label=clause.label,
            heading=clause.heading,
            quote=sentence.text if quote is None else quote,
            url=f"/clause/{sentence.id}",
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and searched: a sentence with its context (title, heading, lead-in) kept apart from its text."""

    id: str
    policy_id: str
    path: str
    label: str
    heading: str
    policy_title: str
    text: str
    context: str
