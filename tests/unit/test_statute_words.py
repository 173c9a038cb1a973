from corpus.statutes import load_statute_words


def test_a_word_stands_for_what_statutes_write_by_itself_or_inside_a_saying() -> None:
    words = load_statute_words()
    assert "上下班途中" in words.terms_for("上班", "上班路上出车祸")
    assert words.terms_for("上班", "上班时间") == ()
    assert words.terms_for("出车祸", "上班路上出车祸") == ("交通事故",)


def test_a_longer_word_of_its_own_is_not_what_a_part_of_it_means() -> None:
    """社保补贴 is no social insurance."""
    words = load_statute_words()
    assert words.terms_for("社保", "社保怎么交") == ("社会保险",)
    assert words.terms_for("社保补贴", "灵活就业社保补贴") == ()
