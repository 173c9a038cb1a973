"""Says when a text that an answer uses has ended, has not begun, or was another on the day asked."""

from datetime import date

from bot.answering import messages
from bot.answering.days import AskedDay
from bot.answering.shelf import Shelf
from bot.answering.state import Inquiry, Reply
from bot.storage.policies import HeldPolicy


class ForceNotices:
    """Adds the notices on force to replies that cite policies."""

    def __init__(self, shelf: Shelf) -> None:
        """Takes what is known of the policies held."""
        self._shelf = shelf

    def __call__(self, inquiry: Inquiry, reply: Reply) -> Reply:
        """The reply, with a notice for each cited policy whose force is not plain."""
        asked = self._shelf.asked_day(inquiry.text)
        cited = dict.fromkeys(citation.policy_id for citation in reply.citations)
        for policy_id in cited:
            held = self._shelf.entry(policy_id)
            notice = self._notice(held, asked) if held else None
            if notice:
                reply = reply.with_notice(notice)
        return reply

    def _notice(self, held: HeldPolicy, asked: AskedDay | None) -> str | None:
        today = self._shelf.today()
        force = held.force_on(asked.on if asked else today)
        if force in ("not_begun", "ended"):
            return _out_of_force(held, force, is_asked=asked is not None)
        if force == "superseded" or (asked and held.force_on(today) == "superseded"):
            return self._superseded(held)
        if asked and held.begins_on is None:
            return messages.NO_DATES.format(title=held.title)
        if asked and asked.is_span and held.supersedes and held.begins_on and held.begins_on > asked.first:
            return messages.CHANGED_WITHIN.format(title=held.title, since=_date(held.begins_on))
        return None

    def _superseded(self, held: HeldPolicy) -> str:
        since = _since(held.superseded_from)
        newer = self._shelf.entry(held.superseded_by or "")
        if newer is not None and newer.title != held.title:
            return messages.REPLACED.format(title=held.title, since=since, by=newer.title)
        return messages.SUPERSEDED.format(title=held.title, since=since)


def _out_of_force(held: HeldPolicy, force: str, *, is_asked: bool) -> str:
    day = messages.ON_THAT_DAY if is_asked else messages.TODAY
    if force == "not_begun":
        return messages.NOT_BEGUN.format(title=held.title, begins=_date(held.begins_on), day=day)
    return messages.ENDED.format(title=held.title, ends=_date(held.ends_on), day=day)


def _since(day: date | None) -> str:
    return f"自{_date(day)}起" if day else ""


def _date(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
