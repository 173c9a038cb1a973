"""Compound questions: the parts that are asked one beside another."""

import re
from collections.abc import Sequence

from bot.answering.asks import AskReader, pieces_of
from corpus.vocabulary import Ask

_BREAK = re.compile(
    r"[?？;；。!！]+|[,，、]\s*(?=(?:还有|另外|以及|并且|同时|顺便|再问|那|又|谁|多少|怎么|什么|哪|几|要不要|能不能|可不可以|是不是|需要|从什么|给谁|由谁|多久))|(?:还有就是|还有|另外|顺便问下?|再问下?|以及)(?=.{3,})|(?<=[吗呢])[,，\s]+"
)
_RESPECTIVELY = re.compile(
    r"(?P<first>.{2,14}?)(?:和|与|跟|、|以及)(?P<second>.{2,14}?)(?:分别|各自|各)(?P<asked>.{2,20})$"
)
_ASKING = re.compile(r"什么|啥|哪|谁|多少|怎么|咋|如何|几|吗$|呢$|是否|能不能|可不可以|有没有|要不要|行不行")
_ASKS_ALONE = re.compile(
    rf"{_ASKING.pattern}|(\w)[不没]\1|(?:算|能|可以|会|要|认|行|给|管|让|有)[不没]$|[吗么呢没不]$|为什么|为啥"
)
_COMMAS = re.compile(r"[,，、;；]\s*")
_SHORTEST_PIECE = 4
_SHORTEST = 2
_MOST = 3


def asking_part(text: str, asks: Sequence[Ask]) -> str:
    """The piece of `text` that asks, without the story before it; all of it where it is one piece."""
    pieces = [piece for piece in pieces_of(text) if len(piece) > 1]
    asking = [piece for piece in pieces if any(ask.regex.search(piece) for ask in asks) or _ASKING.search(piece)]
    return (asking or pieces or [text])[-1]


def split_softly(text: str) -> list[str]:
    """The pieces between commas, where each asks something by itself; empty where they do not.

    A comma also stands inside one question (`他都五十了，还能评吗`): whoever splits here tries each piece.
    """
    pieces = [piece for piece in _COMMAS.split(text) if piece]
    asking = [piece for piece in pieces if len(piece) >= _SHORTEST_PIECE and _ASKS_ALONE.search(piece)]
    return asking if 2 <= len(asking) <= _MOST and len(asking) == len(pieces) else []


def split(text: str, reader: AskReader) -> list[str]:
    """The questions in `text`, at most three; one part where it does not fall into questions of their own."""
    both = _RESPECTIVELY.match(text)
    if both:
        return [f"{both['first']}{both['asked']}", f"{both['second']}{both['asked']}"]
    pieces = [piece.strip(" ,，、") for piece in _BREAK.split(text)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < 2:
        return [text]
    parts: list[str] = []
    carried = ""
    for piece in pieces:
        candidate = f"{carried}，{piece}" if carried else piece
        if len(piece) >= _SHORTEST and (_ASKING.search(piece) or reader.read(piece)):
            parts.append(candidate)
            carried = ""
        else:
            carried = candidate
    if carried and parts:
        parts[-1] = f"{parts[-1]}，{carried}"
    return parts[:_MOST] if len(parts) > 1 else [text]
