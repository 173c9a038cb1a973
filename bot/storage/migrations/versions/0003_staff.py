"""Accounts, API keys, the audit, editing, hand-overs and call notes."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_accounts()
    _create_editing()
    _create_hotline()


def _moment(name: str, *, nullable: bool = False, index: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def _create_accounts() -> None:
    op.create_table(
        "staff_users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("subject", sa.String(255), unique=True),
        sa.Column("is_active", sa.Boolean, nullable=False),
        _moment("created_at"),
    )
    user = sa.ForeignKey("staff_users.id", ondelete="CASCADE")
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.Integer, user, nullable=False, index=True),
        sa.Column("csrf", sa.String(64), nullable=False),
        _moment("began_at"),
        _moment("seen_at"),
    )
    op.create_table(
        "staff_pending_sign_ins",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        _moment("ends_at"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.String(100), nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        _moment("created_at"),
        _moment("revoked_at", nullable=True),
    )
    op.create_table(
        "staff_audit",
        sa.Column("id", sa.Integer, primary_key=True),
        _moment("at", index=True),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("target", sa.String(100), nullable=False, index=True),
        sa.Column("detail", sa.Text, nullable=False),
    )


def _create_editing() -> None:
    op.create_table(
        "editorial_entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        _moment("created_at"),
        sa.Column("decided_by", sa.String(64)),
        _moment("decided_at", nullable=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    entry = sa.ForeignKey("editorial_entries.id", ondelete="CASCADE")
    op.create_table(
        "editorial_handled",
        sa.Column("entry_id", sa.Integer, entry, primary_key=True),
        sa.Column("question_key", sa.String(32), primary_key=True),
    )


def _create_hotline() -> None:
    conversation = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    op.create_table(
        "handovers",
        sa.Column("conversation_id", sa.String(64), conversation, primary_key=True),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        _moment("requested_at"),
        sa.Column("taken_by", sa.String(64)),
    )
    handover = sa.ForeignKey("handovers.conversation_id", ondelete="CASCADE")
    op.create_table(
        "handover_messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String(64), handover, nullable=False, index=True),
        sa.Column("sender", sa.String(10), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        _moment("at"),
    )
    op.create_table(
        "call_notes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("author", sa.String(64), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        _moment("at", index=True),
    )
