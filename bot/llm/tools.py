"""The tools that a model may use: search, clause text, the calculators, and the one that ends the work."""

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool, ToolException

from bot.calculators.models import Calculation
from bot.eligibility.engine import EligibilityEngine
from bot.llm.checking import Evidence
from bot.llm.instructions import without_instructions
from bot.llm.outgoing import Outgoing, as_data
from bot.llm.schema import AnswerOutput
from bot.retrieval.models import Scope, Searcher
from corpus.errors import PolicyAssistantError
from corpus.models import Policy

SUBMIT = "submit_answer"
_FOUND = 5
_MAX_QUERY = 200


class Toolbox:
    """The tools of one question; what they return is recorded as this turn's evidence."""

    def __init__(self, evidence: Evidence, outgoing: Outgoing, nonce: str) -> None:
        """Takes where evidence goes, and how text is prepared for sending."""
        self._evidence = evidence
        self._outgoing = outgoing
        self._nonce = nonce

    def present(self, rows: Sequence[tuple[str, str]]) -> str:
        """The passages as the model sees them, each recorded as retrieved.

        Those that may not be sent are left out, and so are clauses that speak to the assistant instead of citizens.
        """
        kept = without_instructions(self._outgoing.rows(rows))
        self._evidence.sources.update(kept)
        return as_data(
            "资料", "\n".join(f"[{key}] {self._outgoing.text(text)}" for key, text in kept) or "没有找到。", self._nonce
        )

    def present_plainly(self, rows: Sequence[tuple[str, str]]) -> str:
        """The passages without their ids, for a model that is not to name any; kept and recorded as by `present`."""
        kept = without_instructions(self._outgoing.rows(rows))
        self._evidence.sources.update(kept)
        return as_data("资料", "\n".join(self._outgoing.text(text) for _, text in kept), self._nonce)

    def search(self, searcher: Searcher, scope: Scope | None) -> BaseTool:
        """`search_policy`: the sentences nearest to some words, of what the question may be answered from."""

        def search_policy(query: str) -> str:
            hits = searcher.search(query[:_MAX_QUERY], _FOUND, scope)
            return self.present([(hit.passage.id, hit.passage.text) for hit in hits])

        return StructuredTool.from_function(
            search_policy, name="search_policy", description="按词语检索政策原文，返回最相关的句子和编号"
        )

    def read(self, policy_of: Callable[[str], Policy], scope: Scope | None) -> BaseTool:
        """`read_clause`: all sentences of one clause of what the question may be answered from."""
        allowed = scope.policy_ids if scope else None

        def read_clause(policy_id: str, path: str) -> str:
            if allowed is not None and policy_id not in allowed:
                raise ToolException(f"只能读这些文件：{'、'.join(allowed)}")
            try:
                clause = policy_of(policy_id).clause(path)
            except PolicyAssistantError as error:
                raise ToolException(str(error)) from error
            return self.present([(sentence.id, sentence.text) for sentence in clause.sentences])

        return StructuredTool.from_function(
            read_clause,
            name="read_clause",
            description="读一条的全部原文；policy_id 和 path 是编号中斜杠前后、井号之前的部分",
            handle_tool_error=True,
        )

    def calculators(self, tools: Sequence[BaseTool]) -> list[BaseTool]:
        """The calculators, each result recorded as the calculation that statements may draw on."""
        return [self._recording(tool) for tool in tools]

    def eligibility(self, engine: EligibilityEngine) -> BaseTool:
        """`check_eligibility`: the verdicts on all measures for some facts; their sentences may then be cited."""
        facts = "；".join(
            f"{question.name}={'/'.join(option.value for option in question.options)}（{question.label}）"
            for question in engine.questions()
        )

        def check_eligibility(facts: dict[str, str]) -> str:
            try:
                result = engine.check(facts)
            except PolicyAssistantError as error:
                raise ToolException(str(error)) from error
            told = [
                f"{m.title}：{m.verdict}；{'；'.join(reason.text for reason in m.reasons)}" for m in result.measures
            ]
            rows = [(citation.id, citation.quote) for m in result.measures for citation in m.citations]
            return as_data("自测结果", "\n".join(told), self._nonce) + "\n" + self.present(rows)

        return StructuredTool.from_function(
            check_eligibility,
            name="check_eligibility",
            description=f"按事实自测符合哪些措施。facts 的键和值：{facts}",
            handle_tool_error=True,
        )

    def submit(self) -> BaseTool:
        """`submit_answer`: ends the work; what it is given is read from the model's call itself."""

        def submit_answer(**_: Any) -> str:
            return "已提交"

        return StructuredTool(
            name=SUBMIT,
            description="提交最终回答",
            args_schema=AnswerOutput.model_json_schema(),
            func=submit_answer,
            return_direct=True,
        )

    def _recording(self, tool: BaseTool) -> BaseTool:
        def run(**inputs: Any) -> str:
            result = tool.invoke(inputs)
            if not isinstance(result, dict):
                return str(result)
            calculation = Calculation.model_validate(result)
            self._evidence.calculation = calculation
            return as_data("计算结果", _told(calculation), self._nonce)

        return StructuredTool(
            name=tool.name,
            description=tool.description,
            args_schema=tool.args_schema if isinstance(tool.args_schema, dict) else tool.get_input_jsonschema(),
            func=run,
            handle_tool_error=True,
        )


def _told(calculation: Calculation) -> str:
    steps = [f"{step.text}：{step.line}" for step in calculation.steps]
    ids = sorted({citation.id for citation in calculation.citations})
    return "\n".join([calculation.conclusion, *steps, f"依据：{'、'.join(ids)}"])
