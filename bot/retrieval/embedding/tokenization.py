"""The model's tokenizer, rebuilt from its pieces, and the cut of its vocabulary to what Chinese text uses."""

import re

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
"""Ids of `<s>`, `<pad>`, `</s>` and `<unk>`; a cut keeps them where they are."""
MAX_TOKENS = 512
LATIN_SCORE_FLOOR = -13.0
"""Latin words less likely than this (log probability) are left to shorter pieces; abbreviations (`GDP`) stay."""

_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_DROPPED = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
_SPACES = "[\u0000\t\n\u000c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_FULL_WIDTH_TILDE = "\uff5e"
_STAND_IN = "\uf8ff"

_CHINESE = re.compile(
    "[\u0020-\u007e\u00a0-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff"
    "\u2460-\u27bf\u2581\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]+"
)
_LOWER_CASE = re.compile("[a-z]")


def make_tokenizer(pieces: list[str], scores: list[float]) -> Tokenizer:
    """A Unigram tokenizer that gives `<s> … </s>`, at most 512 tokens, and never fails on a valid string."""
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = _make_normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", BEGIN), ("</s>", END)]
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in _SPECIAL])
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _make_normalizer() -> normalizers.Normalizer:
    """NFKC as the model was trained with it: control characters away, blanks to spaces, `～` kept as it is."""
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.Replace(_FULL_WIDTH_TILDE, _STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _FULL_WIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def kept_pieces(pieces: list[str], scores: list[float]) -> list[int]:
    """The ids, ascending, of the pieces that Chinese text with its Latin words, digits and signs is made of.

    Single characters of every script stay, so that other languages fall back to them instead of to `<unk>`.
    A text whose own best pieces all stay is tokenized as before: fewer rivals do not change the best path.
    """
    return [
        number
        for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
        if piece in _SPECIAL or _is_kept(piece, score)
    ]


def _is_kept(piece: str, score: float) -> bool:
    if len(piece.lstrip("\u2581")) <= 1:
        return True
    if not _CHINESE.fullmatch(piece) or piece == "<mask>":
        return False
    return score >= LATIN_SCORE_FLOOR or not _LOWER_CASE.search(piece)
