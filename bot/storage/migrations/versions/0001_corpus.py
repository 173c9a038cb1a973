"""The corpus: policies, passages, vectors, corrections, and the version of it all."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    state = op.create_table(
        "corpus_state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "version": 0}])
    _create_policies()
    _create_passages()
    _create_vectors()
    op.create_table(
        "corrections",
        sa.Column("policy_id", sa.String(200), primary_key=True),
        sa.Column("field", sa.String(50), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_policies() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("series", sa.String(64), nullable=False, index=True),
        sa.Column("source_name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("stated", sa.JSON, nullable=False),
        sa.Column("clauses", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("supersedes", sa.String(200)),
        sa.Column("superseded_by", sa.String(200)),
        sa.Column("is_older", sa.Boolean, nullable=False),
        sa.Column("is_draft", sa.Boolean, nullable=False),
        sa.Column("is_bundled", sa.Boolean, nullable=False),
        sa.Column("ingested_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.String(300), primary_key=True),
        sa.Column(
            "policy_id", sa.String(200), sa.ForeignKey("policies.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("content_key", sa.String(32), nullable=False, index=True),
    )


def _create_vectors() -> None:
    op.create_table(
        "embedding_models",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("fingerprint", sa.String(200), nullable=False, unique=True),
    )
    op.create_table(
        "vectors",
        sa.Column("model_id", sa.Integer, sa.ForeignKey("embedding_models.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("content_key", sa.String(32), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
