import { useEffect, useState } from 'preact/hooks';
import { type CheckQuestion, type CheckResult, check, fetchQuestions } from '../api/eligibility';
import { Outcome } from '../components/Outcome';
import { Page } from '../components/Page';
import { useLoaded } from '../components/useLoaded';
import { session } from '../lib/storage';
import { Heading } from './Heading';
import { answer, factsOf, goTo, loadProgress, type Progress, START, saveProgress } from './progress';
import { Result } from './Result';

/** A second tap of a double tap must not answer the question that has just appeared. */
const SETTLE_MS = 400;

interface Walk {
  progress: Progress;
  reply(name: string, value: string): void;
  back(): void;
  restart(): void;
}

/** The way through the questions: kept for this page alone, and walked back by the browser's own button too. */
function useWalk(): Walk {
  const [progress, setProgress] = useState(() => loadProgress(session));
  useEffect(() => {
    saveProgress(session, progress);
  }, [progress]);
  useEffect(() => {
    history.replaceState({ step: progress.step }, '');
    const onPop = (event: PopStateEvent) => {
      const step = Number(event.state?.step) || 0;
      setProgress((now) => goTo(now, step));
    };
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);
  const move = (next: Progress) => {
    history.replaceState({ step: next.step }, '');
    setProgress(next);
  };
  return {
    progress,
    reply(name, value) {
      const next = answer(progress, name, value);
      history.pushState({ step: next.step }, '');
      setProgress(next);
    },
    back: () => move(goTo(progress, progress.step - 1)),
    restart: () => move(START),
  };
}

/** The self-check, one question a screen. */
export function App() {
  return (
    <Page title="自测">
      <Check />
    </Page>
  );
}

/** The questions and the result, for any page. */
export function Check() {
  const walk = useWalk();
  const { progress } = walk;
  const facts = factsOf(progress);
  const loaded = useLoaded(() => check(facts), JSON.stringify(facts));
  // Only names and the count of what may be asked: the check goes on without them.
  const questions = useLoaded(fetchQuestions, 'questions').value || [];
  return (
    <>
      <Outcome loaded={loaded}>
        {(result) => <Screen result={result} questions={questions} walk={walk} />}
      </Outcome>
      {loaded.error && progress.step > 0 && (
        <button type="button" class="weui-btn weui-btn_default" onClick={walk.back}>
          上一题
        </button>
      )}
    </>
  );
}

interface ScreenProps {
  result: CheckResult;
  questions: CheckQuestion[];
  walk: Walk;
}

/** How many questions there may be at most for these people. */
function most(questions: CheckQuestion[], audience: string | undefined): number {
  return questions.filter((question) => !audience || question.audiences.indexOf(audience) >= 0).length;
}

function Screen({ result, questions, walk }: ScreenProps) {
  const { back, restart } = walk;
  const { next_question: question, measures } = result;
  if (!question) {
    return <Result measures={measures} questions={questions} onBack={back} onRestart={restart} />;
  }
  const total = most(questions, walk.progress.facts.audience);
  return <Question key={question.name} question={question} total={total} walk={walk} />;
}

interface QuestionProps {
  question: CheckQuestion;
  total: number;
  walk: Walk;
}

function Question({ question, total, walk }: QuestionProps) {
  const [shownAt] = useState(() => Date.now());
  const { step, facts } = walk.progress;
  const chosen = facts[question.name];
  return (
    <>
      <p class="small muted">
        第{step + 1}题{step > 0 && total > step && `，最多${total}题`}
        {step === 0 && '。答完会列出与您有关的政策，每一项都有依据。请按实际情况选择，不用填写姓名和证件号。'}
      </p>
      <progress class="meter" value={step} max={Math.max(total, step + 1)} aria-label="进度" />
      <Heading focused={step > 0}>{question.label}</Heading>
      {question.help && <p class="muted">{question.help}</p>}
      <ul>
        {question.options.map((option) => (
          <li key={option.value}>
            <button
              type="button"
              class={option.value === chosen ? 'choice choice_button choice_on' : 'choice choice_button'}
              aria-pressed={option.value === chosen}
              onClick={() => Date.now() - shownAt > SETTLE_MS && walk.reply(question.name, option.value)}
            >
              {option.label}
            </button>
          </li>
        ))}
      </ul>
      {step > 0 && (
        <div class="buttons">
          <button type="button" class="weui-btn weui-btn_default" onClick={walk.back}>
            上一题
          </button>
          <button type="button" class="weui-btn weui-btn_default" onClick={walk.restart}>
            重新开始
          </button>
        </div>
      )}
    </>
  );
}
