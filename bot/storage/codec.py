"""A policy to and from its row: the text once, and clauses as offsets into it."""

import hashlib
import json
from typing import Any

from corpus.errors import DataError
from corpus.models import Clause, Policy, PolicyMetadata, Sentence


def encode_clauses(policy: Policy) -> list[Any]:
    """The clauses in document order, each as a plain list; sentences as `[n, start, end]`.

    Raises:
        DataError: A sentence is not verbatim in the policy's text.
    """
    return [
        [c.path, c.kind, c.label, c.heading, c.parent, c.start, c.end, c.lead_in, _encode_sentences(policy, c)]
        for c in policy.clauses
    ]


def _encode_sentences(policy: Policy, clause: Clause) -> list[list[int]]:
    for sentence in clause.sentences:
        if policy.text[sentence.start : sentence.end] != sentence.text:
            raise DataError(f"{policy.source_name}：{sentence.id} 与原文不一致。")
        if sentence.id != sentence_id(policy.id, clause.path, sentence.n):
            raise DataError(f"{policy.source_name}：{sentence.id} 的编号与所在条款不一致。")
    return [[sentence.n, sentence.start, sentence.end] for sentence in clause.sentences]


def decode_policy(row: Any, metadata: PolicyMetadata) -> Policy:
    """The policy of a `policies` row, with the metadata given (corrections applied)."""
    clauses = tuple(_decode_clause(row.id, row.text, fields) for fields in row.clauses)
    return Policy(row.id, row.text, clauses, metadata, row.source_name, row.sha256)


def _decode_clause(policy_id: str, text: str, fields: list[Any]) -> Clause:
    path, kind, label, heading, parent, start, end, lead_in, sentences = fields
    decoded = tuple(
        Sentence(sentence_id(policy_id, path, n), policy_id, path, n, text[first:last], first, last)
        for n, first, last in sentences
    )
    return Clause(path, kind, label, heading, parent, start, end, decoded, lead_in)


def sentence_id(policy_id: str, path: str, n: int) -> str:
    """The contract's identifier of the n-th sentence of a clause."""
    return f"{policy_id}/{path}#{n}"


def digest(policy: Policy, clauses: list[Any]) -> str:
    """A hash of everything that was read: text, structure and metadata. The file's name is no part of it."""
    parts = [policy.text, policy.metadata.model_dump(mode="json"), clauses]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def encode_metadata(metadata: PolicyMetadata) -> dict[str, Any]:
    """The metadata as plain JSON."""
    return metadata.model_dump(mode="json", exclude_defaults=True)
