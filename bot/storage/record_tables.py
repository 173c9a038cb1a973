"""The tables of conversations, answers, judgements and request counts."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, DateTime, Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Base


class ConversationRow(Base):
    """A conversation under its unguessable id; nothing here says whose it is."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class AnswerRow(Base):
    """An answer as it was given, `answer` and `turn` as JSON; `question` and all of `turn` are masked."""

    __tablename__ = "answers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    question: Mapped[str] = mapped_column(Text)
    audience: Mapped[str | None] = mapped_column(String(20), nullable=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    mode: Mapped[str] = mapped_column(String(20))
    confidence: Mapped[float] = mapped_column(Float)
    index_version: Mapped[str] = mapped_column(String(100))
    answer: Mapped[str] = mapped_column(Text)
    turn: Mapped[str] = mapped_column(Text)
    timings_ms: Mapped[str] = mapped_column(Text)


class FeedbackRow(Base):
    """A person's judgement of an answer, the comment masked."""

    __tablename__ = "feedback"

    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    helpful: Mapped[bool] = mapped_column(Boolean)
    comment: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class RequestCountRow(Base):
    """How many requests a client made in the current window, for limits that several processes share."""

    __tablename__ = "request_counts"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    ends_at: Mapped[float] = mapped_column(Float, index=True)
    """When the window ends, in seconds since 1970."""
