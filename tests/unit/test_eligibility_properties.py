"""What holds for every tree of conditions and every order of answers."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.eligibility import EligibilityEngine
from bot.eligibility.verdicts import judge
from corpus.models import Citation
from corpus.rulebook import Choice, Measure, Question, Rulebook
from corpus.rulebook.conditions import Combination, Condition, Fact
from tests.rule_support import engine

NAMES = ("甲", "乙", "丙", "丁")
VALUES = ("1", "2", "3")
FEW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CITATION = Citation(id="p/1#1", policy_id="p", policy_title="", label="第一条", heading="", quote="", url="")
LEAVES = st.builds(
    Fact, st.sampled_from(NAMES), st.frozensets(st.sampled_from(VALUES), min_size=1, max_size=2), st.just("条件")
)


def _combine(inside: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    many = st.builds(Combination, st.sampled_from(["all", "any"]), st.lists(inside, min_size=1, max_size=3).map(tuple))
    return many | st.builds(Combination, st.just("not"), inside.map(lambda condition: (condition,)))


TREES = st.recursive(LEAVES, _combine, max_leaves=8)
ANSWERS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from((*VALUES, "unknown")))
COMPLETE = st.fixed_dictionaries({name: st.sampled_from(VALUES) for name in NAMES})


def measure(condition: Condition, name: str = "m") -> Measure:
    return Measure(name, "", "benefit", ("worker",), condition, (CITATION,))


def rulebook(trees: list[Condition]) -> Rulebook:
    options = (*(Choice(value, value) for value in VALUES), Choice("unknown", "不清楚"))
    questions = tuple(Question(name, name, "", options, ("worker",)) for name in NAMES)
    measures = tuple(measure(tree, str(index)) for index, tree in enumerate(trees))
    return Rulebook(parameters={}, provisions={}, measures=measures, questions=questions)


@FEW
@given(TREES, ANSWERS, COMPLETE)
def test_a_settled_verdict_never_flips_when_more_is_answered(tree, some, complete):
    before = judge(measure(tree), some).verdict
    known = {name: value for name, value in some.items() if value != "unknown"}
    after = judge(measure(tree), {**complete, **known}).verdict
    assert before in ("possible", after)


@FEW
@given(TREES, ANSWERS, COMPLETE)
def test_answering_exactly_the_needs_settles_it(tree, some, complete):
    result = judge(measure(tree), some)
    assert (result.verdict == "possible") == bool(result.needs)
    answered = {**some, **{name: complete[name] for name in result.needs}}
    assert judge(measure(tree), answered).verdict != "possible"


@FEW
@given(TREES, COMPLETE)
def test_a_settled_tree_agrees_with_two_valued_logic(tree, complete):
    def holds(condition: Condition) -> bool:
        if isinstance(condition, Fact):
            return complete[condition.name] in condition.values
        inside = [holds(branch) for branch in condition.conditions]
        return not inside[0] if condition.operator == "not" else {"all": all, "any": any}[condition.operator](inside)

    assert tree.holds(complete) is holds(tree)


@FEW
@given(st.lists(TREES, min_size=1, max_size=5), COMPLETE)
def test_following_the_questions_ends_with_everything_settled(trees, complete):
    check = EligibilityEngine(rulebook(trees)).check
    facts: dict[str, str] = {}
    while question := check(facts).next_question:
        assert question.name not in facts
        facts[question.name] = complete[question.name]
    assert all(found.verdict != "possible" for found in check(facts).measures)


@FEW
@given(st.data())
def test_the_real_measures_keep_their_verdict_whatever_is_answered_next(data):
    facts: dict[str, str] = {}
    settled: dict[str, str] = {}
    while question := engine().check(facts).next_question:
        facts[question.name] = data.draw(st.sampled_from(question.options)).value
        for found in engine().check(facts).measures:
            if found.verdict != "possible":
                assert settled.setdefault(found.id, found.verdict) == found.verdict
