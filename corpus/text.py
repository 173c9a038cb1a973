"""Text as it is compared, and the way back from a compared text to the verbatim one."""

import unicodedata

_HYPHEN = "-"
_SAME: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−⁃─━﹘﹣－"), _HYPHEN),
    **dict.fromkeys(map(ord, "“”„‟«»「」『』〝〞＂"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛‹›＇"), "'"),
    **dict.fromkeys(map(ord, "〔【［﹝"), "["),
    **dict.fromkeys(map(ord, "〕】］﹞"), "]"),
}
_LONGEST_CLUSTER = 30  # a run of thousands of marks is no text; the limit keeps the folding linear
_CONTROL_KEPT = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"


def is_invisible(character: str) -> bool:
    """Whether a character has no width of its own: zero-width, bidi, other format and control characters."""
    return unicodedata.category(character) in {"Cf", "Cc", "Cs"} and character not in _CONTROL_KEPT


def normalise(text: str) -> str:
    """The text as it is compared: NFKC, one hyphen, straight quotes, whitespace folded, invisible characters gone.

    Whitespace disappears at the ends and beside Chinese characters, where it carries no meaning, and is
    one blank elsewhere. Letter case is kept. Linear in the length of the text.
    """
    return fold_with_offsets(text)[0]


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The normalised text, and for each of its characters the offset in `text` that it comes from.

    The offsets hold one entry more than the folded text has characters: the end of the last character used.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(text):
        for character in _fold_cluster(cluster):
            if character != " ":
                if _is_droppable_blank(characters, character):
                    characters.pop()
                    offsets.pop()
            elif not characters or characters[-1] == " " or _is_chinese(characters[-1]):
                continue
            characters.append(character)
            offsets.append(start)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    offsets.append(_end_of_cluster(text, offsets[-1]) if offsets else 0)
    return "".join(characters), offsets


def locate(text: str, wanted: str) -> tuple[int, int] | None:
    """Where `wanted` stands in `text` when both are normalised, as verbatim offsets; None where it does not."""
    needle = normalise(wanted)
    if not needle:
        return None
    folded, offsets = fold_with_offsets(text)
    at = folded.find(needle)
    if at < 0:
        return None
    return offsets[at], _end_of_cluster(text, offsets[at + len(needle) - 1])


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each visible character with the marks that combine with it, and where it starts."""
    clusters: list[tuple[int, str]] = []
    for position, character in enumerate(text):
        if character < "\x7f":
            clusters.append((position, character))
        elif is_invisible(character):
            continue
        elif clusters and _combines(character) and len(clusters[-1][1]) < _LONGEST_CLUSTER:
            start, cluster = clusters[-1]
            clusters[-1] = (start, cluster + character)
        else:
            clusters.append((position, character))
    return clusters


def _combines(character: str) -> bool:
    if "\u4e00" <= character <= "\u9fff":
        return False
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff" or character in "ﾞﾟ"


def _fold_cluster(cluster: str) -> str:
    if len(cluster) == 1 and ("\u4e00" <= cluster <= "\u9fff" or "!" <= cluster <= "~"):
        return cluster
    plain = unicodedata.normalize("NFKC", cluster.translate(_SAME)).translate(_SAME)
    return "".join(" " if character.isspace() else character for character in plain if not is_invisible(character))


def _end_of_cluster(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and text[end] > "\x7f" and (_combines(text[end]) and not is_invisible(text[end])):
        end += 1
    return end


def _is_droppable_blank(characters: list[str], following: str) -> bool:
    return bool(characters) and characters[-1] == " " and _is_chinese(following)


def _is_chinese(character: str) -> bool:
    return "\u3001" <= character <= "\u303f" or "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"
