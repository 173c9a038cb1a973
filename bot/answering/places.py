"""A policy of one region says nothing of another: answers are held back where the question names another place."""

from collections.abc import Callable, Iterable

from bot.answering import messages
from bot.answering.models import MATTER_STATUSES
from bot.answering.regions import Gazetteer, Place
from bot.answering.state import Inquiry, Reply
from corpus.models import Policy

PolicyOf = Callable[[str], Policy]


class PlaceGuard:
    """Turns an answer from a regional policy into a refusal where the question is about another region."""

    def __init__(self, gazetteer: Gazetteer, policy_of: PolicyOf, regions: Callable[[], Iterable[str]]) -> None:
        """Takes the names of places, and the policies and their regions, which they are compared with."""
        self._gazetteer = gazetteer
        self._policy_of = policy_of
        self._regions = regions

    def without_foreign(self, text: str) -> str:
        """`text` without the names of places whose policies are not held: they say where, not what."""
        for name in self._gazetteer.spelled(text):
            place = self._gazetteer.place(name)
            if place is not None and not self._is_held(place):
                text = text.replace(name, "")
        return text

    def __call__(self, inquiry: Inquiry, reply: Reply) -> Reply:
        """The reply, or the refusal that names the other place."""
        # `呼和浩特呢` says nothing but the place.
        if not reply.is_unusable and (reply.status not in MATTER_STATUSES or not reply.citations):
            return reply
        of = self._policy_of(reply.citations[0].policy_id).metadata.region if reply.citations else None
        region = of or next(iter(self._regions()), None)
        held = self._gazetteer.place(region) if region else None
        named = self._gazetteer.spelled(inquiry.typed) or self._gazetteer.spelled(inquiry.text)
        # Of several places the one named last is asked about: `户口在包头，问鄂尔多斯那边……`.
        asked = self._gazetteer.place(named[-1]) if named else None
        if held is None or asked is None or _touches(asked, held):
            return reply
        text = messages.OTHER_REGION.format(held=held.name, place=asked.name)
        return Reply("not_covered", "fixed", lead=text, topic=reply.topic)

    def _is_held(self, place: Place) -> bool:
        held = (self._gazetteer.place(region) for region in self._regions())
        return any(region is not None and _touches(place, region) for region in held)


def _touches(place: Place, held: Place) -> bool:
    return place.is_within(held) or held.is_within(place)
