"""Questions over several real statutes beside the first policy, through the whole pipeline."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answering.keeping import PipelineMaker, Sources
from bot.answering.models import Question, Turn
from bot.answering.state import Reply
from bot.calculators.registry import CalculatorRegistry
from bot.ingest.ingestor import Ingestor
from bot.retrieval.embedding import make_embeddings
from bot.retrieval.index import build_index
from bot.settings import Settings
from bot.storage.editorial import EditorialStore
from bot.storage.policies import PolicyStore
from bot.storage.writing import Marks
from corpus.library import load_policies
from corpus.rulebook import load_rulebook
from tests.corpus_builders import fresh_database

LAWS = Path(__file__).parents[2].parent / "shared" / "data" / "laws"
pytestmark = pytest.mark.skipif(not LAWS.is_dir(), reason="the statutes are not beside the repository")
HELD = ("职工带薪年休假条例", "禁止使用童工规定", "女职工劳动保护特别规定", "职业教育法")
CITY = """包头市女职工产假办法
各用人单位：
为落实女职工产假，制定本办法。
第一条 女职工生育享受158天产假。
第二条 本办法由市人社局解释。
包头市人力资源和社会保障局
2024年1月1日
"""
Ask = Callable[..., Reply]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Answers a question over the first policy, four statutes (one in two versions) and a regulation of the city."""
    folder = tmp_path_factory.mktemp("across")
    settings = Settings(data_dir=folder / "data")
    database = fresh_database(settings.data_dir)
    embeddings = make_embeddings(settings)
    ingestor = Ingestor(database, embeddings)
    for policy in load_policies():
        ingestor.ingest_policy(policy, Marks(is_bundled=True))
    city = folder / "city.txt"
    city.write_text(CITY, encoding="utf-8")
    files = [path for path in sorted(LAWS.glob("*.txt")) if any(name in path.name for name in HELD)]
    ingestor.ingest([*files, city])
    ingestor.correct("bao-tou-shi-nv-zhi-gong-chan-jia-ban-fa-2024", "level", "city")
    index = build_index(settings, database, embeddings)
    rules = load_rulebook({policy.id: policy for policy in load_policies()})
    sources = Sources(PolicyStore(database), index, embeddings, EditorialStore(database))
    pipeline = PipelineMaker(sources, CalculatorRegistry(rules), folder / "forms", frozenset()).make()
    yield lambda text, *turns: pipeline.answer(Question(text=text), turns).reply
    index.close()
    database.close()


def cited(reply: Reply) -> list[str]:
    return [citation.id for citation in reply.citations]


@pytest.mark.parametrize(
    ("question", "article", "shown"),
    [
        ("工作满十年年休假多少天", "zhi-gong-dai-xin-nian-xiu-jia-tiao-li-2007/3#", "10天"),
        ("用童工怎么处罚", "jin-zhi-shi-yong-tong-gong-gui-ding-2002/6#", "5000元"),
        ("怀孕七个月还能安排上夜班吗", "nv-zhi-gong-lao-dong-bao-hu-te-bie-gui-ding-2012/6#", "夜班"),
    ],
)
def test_what_only_a_statute_settles_is_answered_from_it(ask: Ask, question: str, article: str, shown: str) -> None:
    reply = ask(question)
    assert (reply.status, reply.mode) == ("answered", "extract")
    assert cited(reply)[0].startswith(article)
    assert shown in reply.text
    assert reply.citations[0].policy_title in reply.text


@pytest.mark.parametrize("question", ["学徒培训补贴多少钱", "技师能评什么职称", "第四条原文"])
def test_the_first_policy_answers_its_own_questions_alone(ask: Ask, question: str) -> None:
    reply = ask(question)
    assert reply.status == "answered"
    assert {citation.policy_id for citation in reply.citations} == {"baotou-jineng-qiangqi"}


@pytest.mark.parametrize("question", ["居住证怎么办", "离婚财产怎么分割", "今天天气怎么样", "企业所得税税率是多少"])
def test_what_no_text_settles_is_still_refused(ask: Ask, question: str) -> None:
    assert ask(question).status in ("not_covered", "declined")


def test_texts_that_differ_stand_side_by_side_the_city_first(ask: Ask) -> None:
    reply = ask("女职工生育产假有多少天")
    assert reply.status == "answered"
    assert reply.text.index("158天") < reply.text.index("98天")
    assert "【包头市女职工产假办法】" in reply.text
    assert "【女职工劳动保护特别规定】" in reply.text


@pytest.mark.parametrize(
    ("question", "policy_id", "said"),
    [
        ("2020年职业教育法第二条", "zhi-ye-jiao-yu-fa-1996", "旧版本"),
        ("职业教育法旧版第二条", "zhi-ye-jiao-yu-fa-1996", "旧版本"),
        ("职业教育法第二条", "zhi-ye-jiao-yu-fa-2022", ""),
        ("2023年的时候职业教育法第二条是什么", "zhi-ye-jiao-yu-fa-2022", ""),
    ],
)
def test_the_version_of_the_day_is_quoted_and_no_other(ask: Ask, question: str, policy_id: str, said: str) -> None:
    reply = ask(question)
    assert {citation.policy_id for citation in reply.citations} == {policy_id}
    assert said in "".join(reply.notices)
    assert bool(reply.notices) == bool(said)


def test_no_answer_mixes_versions(ask: Ask) -> None:
    for question in ("2021年企业怎么办职业教育", "企业怎么举办职业学校", "职业学校学生实习有什么规定"):
        held = {citation.policy_id for citation in ask(question).citations}
        assert not held >= {"zhi-ye-jiao-yu-fa-1996", "zhi-ye-jiao-yu-fa-2022"}


def test_an_article_is_quoted_exactly_and_one_that_is_not_there_is_told(ask: Ask) -> None:
    reply = ask("年休假条例第四条")
    assert all(name.startswith("zhi-gong-dai-xin-nian-xiu-jia-tiao-li-2007/4") for name in cited(reply))
    assert "职工依法享受寒暑假" in reply.text
    gone = ask("年休假条例第九十条")
    assert gone.status == "not_covered"
    assert "从第一条到第十条" in gone.text


@pytest.mark.parametrize("question", ["民法典第三条", "《民法典》第三条讲什么"])
def test_a_text_that_is_not_held_is_told(ask: Ask, question: str) -> None:
    reply = ask(question)
    assert reply.status == "not_covered"
    assert "没有收录" in reply.text
    assert reply.citations == ()


def test_a_number_alone_means_the_text_spoken_of_before(ask: Ask) -> None:
    before = Turn(
        question="年休假条例第三条", resolved="年休假条例第三条", status="answered", topic="lookup",
        cited=["zhi-gong-dai-xin-nian-xiu-jia-tiao-li-2007/3#1"],
    )  # fmt: skip
    reply = ask("第五条原文", before)
    assert {citation.policy_id for citation in reply.citations} == {"zhi-gong-dai-xin-nian-xiu-jia-tiao-li-2007"}
    assert reply.citations[0].label == "第五条"


def test_a_named_text_alone_is_searched(ask: Ask) -> None:
    reply = ask("女职工劳动保护特别规定里产假多少天")
    assert {citation.policy_id for citation in reply.citations} == {"nv-zhi-gong-lao-dong-bao-hu-te-bie-gui-ding-2012"}
    assert "98天" in reply.text


def test_a_number_as_typed_is_kept_whatever_the_spelling_says(ask: Ask) -> None:
    reply = ask("职业教育法第五十一条")
    assert {citation.label for citation in reply.citations} == {"第五十一条"}


def test_of_two_things_asked_each_is_answered(ask: Ask) -> None:
    reply = ask("年休假条例第三条是什么？学徒培训补贴多少钱？")
    assert {citation.policy_id for citation in reply.citations} >= {
        "baotou-jineng-qiangqi",
        "zhi-gong-dai-xin-nian-xiu-jia-tiao-li-2007",
    }
    assert all(shown in reply.text for shown in ("年休假5天", "年休假10天", "年休假15天", "6000元"))


def test_articles_of_several_texts_are_quoted_whole_under_their_names(ask: Ask) -> None:
    reply = ask("年休假条例第四条和禁止使用童工规定第二条")
    assert "【《职工带薪年休假条例》第四条】" in reply.text
    assert "【《禁止使用童工规定》第二条】" in reply.text
    assert "职工有下列情形之一的，不享受当年的年休假" in reply.text
    assert "不满16周岁的未成年人" in reply.text


def test_items_keep_the_numbers_that_the_document_gives_them(ask: Ask) -> None:
    text = ask("年休假条例第四条").text.replace("(", "（").replace(")", "）")
    assert all(f"（{number}）" in text for number in "一二三四五")


def test_a_text_of_another_time_is_told_as_such_where_nothing_in_force_answers(ask: Ask) -> None:
    reply = ask("1990年的时候年休假几天")
    assert reply.status == "partial"
    assert "没有这方面的规定" in reply.text
    assert "2008年1月1日起施行，在您问的时间还没有生效" in "".join(reply.notices)
    assert {citation.policy_id for citation in reply.citations} == {"zhi-gong-dai-xin-nian-xiu-jia-tiao-li-2007"}


@pytest.mark.parametrize("question", ["年休假条例", "年休假条例讲了什么", "年休假条例一共几条"])
def test_what_a_document_is_about_is_told_by_its_outline(ask: Ask, question: str) -> None:
    reply = ask(question)
    assert "《职工带薪年休假条例》正文从第一条到第十条，共十条" in reply.text


def test_a_long_document_is_outlined_by_its_chapters(ask: Ask) -> None:
    text = ask("职业教育法主要内容").text
    assert "分八章" in text
    assert "第一章 总则" in text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("年休假条例是谁发布的", "国务院"),
        ("年休假条例什么时候施行", "自2008年1月1日起施行"),
        ("年休假条例还有效吗", "没有废止它或者替代它的"),
    ],
)
def test_what_a_named_document_says_of_itself(ask: Ask, question: str, said: str) -> None:
    reply = ask(question)
    assert said in reply.text
    assert "《职工带薪年休假条例》" in reply.text
    assert {citation.policy_id for citation in reply.citations} == {"zhi-gong-dai-xin-nian-xiu-jia-tiao-li-2007"}


def test_who_is_told_yes_or_no_is_shown_the_item_that_says_so(ask: Ask) -> None:
    reply = ask("累计工作满一年不满十年的职工，请病假两个月以上还享受年休假吗")
    assert "不享受当年的年休假" in reply.text
    assert "请病假累计2个月以上" in reply.text
    assert "事假" not in reply.text


def test_the_older_version_of_the_place_shown_last_can_be_asked_for(ask: Ask) -> None:
    before = Turn(
        question="职业教育法第二条", resolved="职业教育法第二条", status="answered", topic="lookup",
        cited=["zhi-ye-jiao-yu-fa-2022/2#1"],
    )  # fmt: skip
    reply = ask("那旧版的呢", before)
    assert {citation.id.split("#")[0] for citation in reply.citations} == {"zhi-ye-jiao-yu-fa-1996/2"}
    assert "旧版本" in "".join(reply.notices)
