"""Text as it is compared, and the way back from a compared text to the verbatim one."""

import re
import unicodedata

_HYPHEN = "-"
_SAME: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−⁃─━﹘﹣－"), _HYPHEN),
    **dict.fromkeys(map(ord, "“”„‟«»「」『』〝〞＂"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛‹›＇"), "'"),
    **dict.fromkeys(map(ord, "〔【［﹝"), "["),
    **dict.fromkeys(map(ord, "〕】］﹞"), "]"),
}
_PLAIN = re.compile("[!-~\u4e00-\u9fff]*")
"""Text that folding leaves as it is: Chinese characters and ASCII without blanks."""
_LONGEST_CLUSTER = 30  # a run of thousands of marks is no text; what exceeds the limit is dropped
_CONTROL_KEPT = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"


def is_invisible(character: str) -> bool:
    """Whether a character has no width of its own: zero-width, bidi, other format and control characters."""
    return unicodedata.category(character) in {"Cf", "Cc", "Cs"} and character not in _CONTROL_KEPT


def normalise(text: str) -> str:
    """The text as it is compared: NFKC, one hyphen, straight quotes, whitespace folded, invisible characters gone.

    Whitespace counts only between two letters or digits that are not Chinese, where it is one blank; elsewhere
    it carries no meaning and disappears. Letter case is kept. Linear in the length of the text.
    """
    return text if _PLAIN.fullmatch(text) else fold_with_offsets(text)[0]


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
            elif not characters or characters[-1] == " " or not _is_word(characters[-1]):
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
    """Each visible character with the marks that combine with it, and where it starts; marks on nothing are dropped."""
    clusters: list[tuple[int, str]] = []
    for position, character in enumerate(text):
        if character < "\x7f":
            clusters.append((position, character))
        elif is_invisible(character):
            continue
        elif _combines(character):
            start, cluster = clusters[-1] if clusters else (0, " ")
            if not cluster.isspace() and len(cluster) < _LONGEST_CLUSTER:
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
    kept: list[str] = []
    for character in plain:
        if character.isspace():
            kept.append(" ")
        elif not is_invisible(character) and not (_combines(character) and (not kept or kept[-1] == " ")):
            kept.append(character)
    return "".join(kept)


def _end_of_cluster(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and text[end] > "\x7f" and (_combines(text[end]) and not is_invisible(text[end])):
        end += 1
    return end


def _is_droppable_blank(characters: list[str], following: str) -> bool:
    return bool(characters) and characters[-1] == " " and not _is_word(following)


def _is_word(character: str) -> bool:
    return character.isalnum() and not ("\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff")
