"""The tables. Every table of the project hangs on `Base`, so that one migration history covers them all."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The root of all tables; a new table is a class below it and a migration beside `0001`."""


class CorpusState(Base):
    """One row: the version of the corpus, raised in the same transaction as every change to it."""

    __tablename__ = "corpus_state"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


class PolicyRow(Base):
    """A policy as read from its file; a person's corrections are kept apart, in `corrections`."""

    __tablename__ = "policies"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    series: Mapped[str] = mapped_column(String(64), index=True)
    """What the versions of one policy share: a hash of the normalised title."""
    source_name: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    """Over text, structure and metadata: two equal digests are the same policy in every respect."""
    stated: Mapped[dict[str, Any]] = mapped_column(JSON)
    clauses: Mapped[list[Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(Integer, default=1)
    supersedes: Mapped[str | None] = mapped_column(String(200), nullable=True)
    superseded_by: Mapped[str | None] = mapped_column(String(200), nullable=True)
    is_older: Mapped[bool] = mapped_column(Boolean, default=False)
    """Its file name marks it as an older version."""
    is_draft: Mapped[bool] = mapped_column(Boolean, default=False)
    is_bundled: Mapped[bool] = mapped_column(Boolean, default=False)
    ingested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PassageRow(Base):
    """What is searched: one sentence with its context; `content_key` names the vector of what was embedded."""

    __tablename__ = "passages"

    id: Mapped[str] = mapped_column(String(300), primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("policies.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    path: Mapped[str] = mapped_column(String(200))
    label: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text)
    content_key: Mapped[str] = mapped_column(String(32), index=True)


class ModelRow(Base):
    """An embedding model by its fingerprint: vectors of two models never meet."""

    __tablename__ = "embedding_models"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(200), unique=True)


class VectorRow(Base):
    """The vector of one embedded text: unit length, float16, little-endian."""

    __tablename__ = "vectors"

    model_id: Mapped[int] = mapped_column(ForeignKey("embedding_models.id", ondelete="CASCADE"), primary_key=True)
    content_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class CorrectionRow(Base):
    """A person's correction of one piece of metadata; it outlives every re-ingestion of the policy."""

    __tablename__ = "corrections"

    policy_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    field: Mapped[str] = mapped_column(String(50), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    corrected_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
