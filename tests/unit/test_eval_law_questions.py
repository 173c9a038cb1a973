from eval.law_questions import LawItem, judge_law, read_law_questions
from eval.models import Cited, Predicted

ITEM = LawItem(
    id="l1", split="dev", question="试用期多久", status=("answered",), gold=("law-a/21", "law-b/19"), must=("六个月",)
)


def answer(status: str, text: str, *cited: str) -> Predicted:
    shown = tuple(Cited(covers=(name,), quote="") for name in cited)
    return Predicted.model_validate(
        {
            "id": "l1",
            "system": "product",
            "question": "",
            "status": status,
            "mode": "extract",
            "text": text,
            "cited": shown,
        }
    )


def test_any_of_the_articles_that_settle_it_will_do_among_the_first_two() -> None:
    assert judge_law(answer("answered", "不得超过六个月", "law-c/1#1", "law-b/19.1#2"), ITEM)
    assert not judge_law(answer("answered", "不得超过六个月", "law-c/1#1", "law-c/2#1", "law-b/19#2"), ITEM)


def test_what_must_be_said_is_looked_for_and_a_refusal_must_be_wanted() -> None:
    assert not judge_law(answer("answered", "不得超过三个月", "law-a/21#1"), ITEM)
    assert not judge_law(answer("not_covered", "没有"), ITEM)
    assert judge_law(answer("not_covered", "没有"), ITEM.model_copy(update={"status": ("not_covered",)}))


def test_every_row_of_the_set_is_well_formed() -> None:
    items = read_law_questions()
    assert len({item.id for item in items}) == len(items) > 50
