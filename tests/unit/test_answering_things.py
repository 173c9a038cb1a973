"""Papers, costs and events go along with any matter: they are asked for, and do not tell what a question is about."""

import pytest

from bot.answering.matching import AnswerMatcher
from bot.answering.outside import OutsideMatcher
from bot.answering.relevance import Nearest, RelevanceModel, SignalReader
from corpus.approved import bind_answers, load_answer_files
from tests.answering_support import POLICY_ID, book, policy, reader, vocabulary


@pytest.fixture(scope="module")
def outside() -> OutsideMatcher:
    return OutsideMatcher(vocabulary().outside, book(), lambda _: None)


@pytest.fixture(scope="module")
def signals(outside: OutsideMatcher) -> SignalReader:
    answers = bind_answers(load_answer_files(), {POLICY_ID: policy()}).answers
    return SignalReader(AnswerMatcher(answers, book(), reader(), lambda _: None), outside, book())


def asked(text: str) -> set[str]:
    return {ask.name for ask in reader().read(text)}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("备案评价机构要不要营业执照", "materials"),
        ("身份证带原件还是复印件", "materials"),
        ("报职称得写几篇论文", "exam"),
        ("疗养的机票谁出", "expense"),
        ("学徒受了工伤，补贴还能领吗", "event"),
        ("特级技师能分人才公寓吗", "benefit"),
        ("补贴能打到社保卡上还是对公账户行", "payment"),
        ("等级证书由谁盖章", "issuing"),
    ],
)
def test_a_thing_is_asked_for_where_the_words_around_it_demand_it(question: str, kind: str) -> None:
    assert kind in asked(question)


@pytest.mark.parametrize(
    "story",
    [
        "没写过论文，能去评中级职称吗",
        "能不能送高技能工人办签证出国培训交流",
        "没有学历证，手艺好能直接认定高级工吗",
        "按技能分配的工资给部分一线职工倾斜吗",
    ],
)
def test_a_thing_that_is_only_told_of_is_not_asked_for(story: str) -> None:
    assert not asked(story) & {"materials", "exam", "benefit"}


def test_a_thing_beside_a_matter_of_the_field_names_no_subject(signals: SignalReader, outside: OutsideMatcher) -> None:
    text = "安排技师疗养，机票和产假怎么算"
    aside = signals.aside(text)
    assert set(aside) == {"机票", "产假"}
    assert outside.named(text) is not None
    assert outside.named(text, aside) is None


@pytest.mark.parametrize("question", ["护照在哪儿办", "产假休多少天", "技师的社保卡丢了去哪儿补"])
def test_a_thing_that_is_the_matter_itself_stays(signals: SignalReader, question: str) -> None:
    assert signals.aside(question) == ()


def test_forms_that_ask_about_the_same_thing_are_no_likeness(outside: OutsideMatcher) -> None:
    text = "护照怎么办理"
    near, far = outside.match(text, None), outside.match(text, None, aside=("护照",))
    assert near.subject.id == "residence"
    assert far.nearness < near.nearness


def test_every_thing_is_one_word_to_the_segmenter() -> None:
    divided = [thing for thing in vocabulary().things if book().segment(thing) != [thing]]
    assert divided == []


def test_forms_left_out_are_told_by_number(outside: OutsideMatcher) -> None:
    first = vocabulary().outside[0].questions[0]
    assert outside.match(first, None, without=0).nearness < outside.match(first, None).nearness


@pytest.mark.parametrize(
    ("question", "least", "most"),
    [
        ("特级技师和首席技师都能评吗", 0.9, 1.0),
        ("离婚协议怎么写", 0.0, 0.0),
        ("能给多少钱", 0.0, 0.0),
    ],
)
def test_words_that_only_what_is_held_is_asked_with_are_familiar(
    signals: SignalReader, outside: OutsideMatcher, question: str, least: float, most: float
) -> None:
    nearest = Nearest(None, outside.named(question), hit=0.0, side=0.0, pairs=0.0)
    assert least <= signals(question, reader().read(question), nearest).familiar <= most


@pytest.mark.parametrize("question", ["学徒补贴一年给多少", "失业金怎么领", "能给多少钱", "特级技师能评吗"])
def test_nothing_outside_makes_a_question_less_probable_than_its_least(
    signals: SignalReader, outside: OutsideMatcher, question: str
) -> None:
    relevance = RelevanceModel()
    least = signals(question, reader().read(question), Nearest(None, outside.named(question), 0.0, 0.0, 0.0))
    assert relevance(least) <= relevance(least.beside(outside.match(question, None)))
    assert max(relevance.outside, relevance.outside_near) <= 0
