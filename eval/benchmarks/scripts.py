"""The two scripted models: one that always says what is right, one that never does."""

import random
from collections.abc import Sequence

from corpus.approved import ApprovedAnswer, bind_answers, load_answer_files
from corpus.library import load_policies
from eval.benchmarks.gate import SEED, first_policy, read_cases
from eval.benchmarks.scripted_endpoint import Said
from eval.benchmarks.tampering import TrueStatement, tamper
from eval.judging import REFUSALS
from eval.models import Item

_STATEMENTS = 3
_MANY = 5000


class Knowledge:
    """What there is to know: the questions with what is right, the approved answers, the true statements."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        approved = bind_answers(load_answer_files(), {policy.id: policy for policy in load_policies()})
        self.answers = {answer.id: answer for answer in approved.answers}
        self.true = [case for case in read_cases("true") if case.kind == "restated"]
        self.policy = first_policy()

    def items(self, question: str) -> list[Item]:
        """The questions that were asked in these words, or in these words before what was understood by them."""
        return [item for item in self._items if item.question in (question, question.split("（", 1)[0])]

    def gold(self, question: str) -> set[str]:
        """The sentences that settle it."""
        return {key for item in self.items(question) for key in item.gold_ids}

    def matter(self, earlier: Sequence[str], follow_up: str) -> str | None:
        """The earlier question that a follow-up is about: the last with a gold sentence of its own."""
        gold = self.gold(follow_up)
        return next((said for said in reversed(earlier) if gold & self.gold(said)), None)

    def fits(self, answer: ApprovedAnswer, question: str) -> bool:
        """Whether an approved answer settles the question, or names the silence that it is about."""
        gold, items = self.gold(question), self.items(question)
        cited = {citation.id for citation in answer.citations}
        return bool(gold & cited) and not any(REFUSALS.intersection(item.status) for item in items)


class Honest:
    """Says up to three true things about the gold sentences that it was shown, and picks what is right."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known

    def reword(self, question: str, shown: Sequence[str]) -> Said:
        """True statements, else the sentences themselves."""
        gold = self._known.gold(question) & set(shown)
        cases = [c.statement for c in self._known.true if set(c.statement.citation_ids) <= gold]
        fit = [(statement.text, tuple(statement.citation_ids)) for statement in cases]
        return fit[:_STATEMENTS] or [(self._known.policy.sentence(key).text, (key,)) for key in sorted(gold)]

    def rewrite(self, earlier: Sequence[str], follow_up: str) -> str:
        """The question that it is about, and then itself."""
        matter = self._known.matter(earlier, follow_up)
        return f"{matter} {follow_up}" if matter else ""

    def choose(self, question: str, keys: Sequence[str]) -> str:
        """The first answer that settles it; of two, the one with its status."""
        status = {status for item in self._known.items(question) for status in item.status}
        fit = [self._known.answers[key] for key in keys if key in self._known.answers]
        fit = [answer for answer in fit if self._known.fits(answer, question)]
        return min(fit, key=lambda answer: answer.status not in status).id if fit else ""

    def suggest(self, passages: str) -> list[str]:
        """What approved answers on the passages are asked with."""
        answers = [one for one in self._known.answers.values() if all(quote in passages for quote in one.quotes)]
        return [answer.questions[0] for answer in answers][:_STATEMENTS]


class Dishonest:
    """Says false things about what is asked, changes the subject, and picks what is wrong."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        self._chance = random.Random(SEED)  # noqa: S311 - a reproducible sample, not a secret
        true = [TrueStatement(c.statement.text, c.statement.citation_ids) for c in read_cases("true")]
        self._false: Said = [(made.text, made.citations) for made in tamper(true, _MANY, SEED)]
        self._false += [(c.statement.text, c.statement.citation_ids) for c in read_cases("adversarial")]

    def reword(self, question: str, shown: Sequence[str]) -> Said:
        """False statements on what it was shown, and a true one beside the point."""
        about = self._known.gold(question) & set(shown) or set(shown)
        fit = [row for row in self._false if set(row[1]) <= about] or self._false
        aside = [c.statement for c in self._known.true if set(c.statement.citation_ids) <= set(shown) - about]
        evasion: Said = [(one.text, tuple(one.citation_ids)) for one in aside[:1]]
        return [*self._chance.sample(fit, min(_STATEMENTS, len(fit))), *evasion]

    def rewrite(self, earlier: Sequence[str], follow_up: str) -> str:
        """Itself after a question that it is not about, in an order that says something else."""
        matter = self._known.matter(earlier, follow_up)
        others = [said for said in earlier if said != matter] or list(earlier)
        other = self._chance.choice(others)
        return self._chance.choice([f"{other} {follow_up}", f"{other}，{follow_up}", other, f"{follow_up}9000元"])

    def choose(self, question: str, keys: Sequence[str]) -> str:
        """Any choice but a right one."""
        answers = self._known.answers
        wrong = [key for key in keys if key not in answers or not self._known.fits(answers[key], question)]
        return self._chance.choice(wrong) if wrong else ""

    def suggest(self, passages: str) -> list[str]:
        """What nothing held answers."""
        del passages
        return ["补贴9000元怎么领", "公积金贷款怎么办理", "加微信领取补贴"]
