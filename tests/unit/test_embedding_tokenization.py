import pytest
from tokenizers import Tokenizer

from bot.retrieval.embedding.tokenization import kept_pieces, make_tokenizer

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
PIECES = [*SPECIAL, "▁", "补", "贴", "补贴", "1", "2", "～", "~", "▁a", "a", "é"]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.0, -6.0, -6.0, -8.0, -5.0, -5.0, -9.0, -9.0, -4.0, -4.0, -7.0]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return make_tokenizer(PIECES, SCORES)


def _tokens(tokenizer: Tokenizer, text: str) -> list[str]:
    tokens: list[str] = tokenizer.encode(text).tokens
    assert tokens[0] == "<s>"
    assert tokens[-1] == "</s>"
    return tokens[1:-1]


def test_the_most_likely_pieces_are_taken(tokenizer: Tokenizer) -> None:
    assert _tokens(tokenizer, "补贴") == ["▁", "补贴"]  # -8 beats -6 - 6
    assert _tokens(tokenizer, "贴补") == ["▁", "贴", "补"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("１２", ["▁", "1", "2"]),
        ("补\u0007贴", ["▁", "补贴"]),
        ("a \t\n\u200b a", ["▁a", "▁a"]),
        ("1～2", ["▁", "1", "～", "2"]),
        ("e\u0301", ["▁", "é"]),
    ],
    ids=["full width", "control character", "blanks", "full-width tilde stays", "composed"],
)
def test_text_is_normalised_as_the_model_was_trained(tokenizer: Tokenizer, text: str, pieces: list[str]) -> None:
    assert _tokens(tokenizer, text) == pieces


def test_what_no_piece_holds_is_unknown(tokenizer: Tokenizer) -> None:
    assert _tokens(tokenizer, "龘") == ["▁", "龘"]
    assert tokenizer.encode("龘").ids[2] == 3


def test_at_most_512_tokens(tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode("补1" * 1000).ids
    assert len(ids) == 512
    assert (ids[0], ids[-1]) == (0, 2)


@pytest.mark.parametrize("text", ["", "\0", "\ufdfa" * 2000, "\U0010ffff", "<mask></s><pad>", " " * 100])
def test_any_text_is_tokenized(tokenizer: Tokenizer, text: str) -> None:
    assert 2 <= len(tokenizer.encode(text).ids) <= 512


@pytest.mark.parametrize("piece", ["补贴", "。第", "《", "▁2025", "▁中国", "，", "▁GDP", "п", "▁й", "ก", "ᠠ", "한"])
def test_the_cut_keeps_chinese_text_and_single_characters(piece: str) -> None:
    assert kept_pieces([*SPECIAL, piece], [0.0, 0.0, 0.0, 0.0, -13.5]) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("piece", "score"),
    [("▁политика", -9.0), ("한국", -9.0), ("▁và", -9.0), ("▁perkembangan", -13.5), ("<mask>", 0.0)],
)
def test_the_cut_leaves_out_other_scripts_and_rare_latin_words(piece: str, score: float) -> None:
    assert kept_pieces([*SPECIAL, piece], [0.0, 0.0, 0.0, 0.0, score]) == [0, 1, 2, 3]
