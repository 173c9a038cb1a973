"""The evaluation's `test` questions with no model, one that always tells the truth, and one that never does.

Run with `python -m eval.benchmarks.scripted_models [limit]`; prints JSON: the three side by side.
"""

import json
import random
import sys
from collections import Counter
from contextlib import nullcontext

from bot.settings import Settings
from eval.benchmarks.gate import SEED, Case, first_policy, read_cases
from eval.benchmarks.scripted_endpoint import Said, Script, scripted_endpoint
from eval.benchmarks.tampering import TrueStatement, tamper
from eval.claims import unresolved, unsupported
from eval.judging import judge
from eval.models import Item, Predicted
from eval.produce import produce_answers
from eval.questions import read_questions
from eval.systems.opening import make_opener
from eval.texts import Texts, read_texts

_STATEMENTS = 3
_MANY = 5000


def honest(items: list[Item]) -> Script:
    """Says up to three true things about the gold sentences that it was shown."""
    true = [case for case in read_cases("true") if case.kind == "restated"]
    policy = first_policy()

    def say(question: str, shown: tuple[str, ...]) -> Said:
        gold = _gold(items, question) & set(shown)
        fit = [(c.statement.text, c.statement.citation_ids) for c in true if set(c.statement.citation_ids) <= gold]
        return fit[:_STATEMENTS] or [(policy.sentence(key).text, (key,)) for key in sorted(gold)]

    return say


def dishonest(items: list[Item]) -> Script:
    """Says three false things about the gold sentences, or about whatever it was shown."""
    chance = random.Random(SEED)  # noqa: S311 - a reproducible sample, not a secret
    true = [TrueStatement(c.statement.text, c.statement.citation_ids) for c in read_cases("true")]
    false: Said = [(made.text, made.citations) for made in tamper(true, _MANY, SEED)]
    false += [(case.statement.text, case.statement.citation_ids) for case in _false_cases()]

    def say(question: str, shown: tuple[str, ...]) -> Said:
        about = _gold(items, question) & set(shown) or set(shown)
        fit = [row for row in false if set(row[1]) <= about] or false
        return chance.sample(fit, min(_STATEMENTS, len(fit)))

    return say


def _false_cases() -> list[Case]:
    return read_cases("adversarial")


def _gold(items: list[Item], question: str) -> set[str]:
    return {key for item in items if item.question == question for key in item.gold_ids}


def compare(items: list[Item], texts: Texts) -> dict[str, dict[str, object]]:
    """The figures of each model, by its name."""
    scripts: dict[str, Script | None] = {"none": None, "honest": honest(items), "dishonest": dishonest(items)}
    return {name: _figures(_produce(script, items, texts), items, texts) for name, script in scripts.items()}


def _produce(script: Script | None, items: list[Item], texts: Texts) -> list[Predicted]:
    with scripted_endpoint(script) if script else nullcontext("") as url:
        settings = Settings(llm_base_url=url, llm_model="scripted" if url else "", llm_output="text")
        with make_opener(settings, texts)("product") as system:
            return produce_answers(system, items)


def _figures(predicted: list[Predicted], items: list[Item], texts: Texts) -> dict[str, object]:
    judged = [judge(said, item) for said, item in zip(predicted, items, strict=True)]
    return {
        "questions": len(items),
        "right": round(sum(row.is_right for row in judged) / len(judged), 4),
        "status_right": round(sum(bool(row.is_status_right) for row in judged) / len(judged), 4),
        "modes": dict(Counter(said.mode for said in predicted)),
        "figures_unsupported": {said.id: found for said in predicted if (found := unsupported(said))},
        "citations_unresolved": sum(len(unresolved(said.cited, texts.sentences, texts.sources)) for said in predicted),
        "wrong": [row.id for row in judged if not row.is_right],
    }


def main() -> None:
    """Compares and prints."""
    items = [item for item in read_questions() if item.split == "test"]
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else len(items)
    json.dump(compare(items[:limit], read_texts()), sys.stdout, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    main()
