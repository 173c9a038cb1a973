import { useEffect, useRef, useState } from 'preact/hooks';
import { AnswerCard } from '../chat/AnswerCard';
import { type Body, type Checked, type Group, staff } from './api';
import { Labelled } from './Frame';
import { Area, Pick } from './Pick';

const KINDS: { kind: Body['kind']; name: string }[] = [
  { kind: 'answer', name: '写答复' },
  { kind: 'silence', name: '文件没有写' },
  { kind: 'synonym', name: '加同义词' },
  { kind: 'dismissal', name: '不处理' },
];

interface Props {
  group: Group;
  onDone: (text: string) => void;
}

interface FormProps {
  group: Group;
  onBody: (body: Body | null) => void;
}

/** What can be decided on a group of questions. */
export function Decide({ group, onDone }: Props) {
  const [kind, setKind] = useState<Body['kind']>('answer');
  const [body, setBody] = useState<Body | null>(null);
  const [fault, setFault] = useState('');
  const keep = (event: Event) => {
    event.preventDefault();
    staff('/entries', { body: { body, keys: group.keys } }).then(
      () => onDone('已保存'),
      (error: Error) => setFault(error.message),
    );
  };
  const choose = (next: Body['kind']) => {
    setKind(next);
    setBody(null);
    setFault('');
  };
  return (
    <form onSubmit={keep}>
      <div class="desk__tools">
        {KINDS.map((one) => (
          <button
            key={one.kind}
            type="button"
            class="desk__tool"
            aria-pressed={one.kind === kind}
            onClick={() => choose(one.kind)}
          >
            {one.name}
          </button>
        ))}
      </div>
      {kind === 'answer' && <AnswerForm group={group} onBody={setBody} />}
      {kind === 'silence' && <SilenceForm group={group} onBody={setBody} />}
      {kind === 'synonym' && <SynonymForm group={group} onBody={setBody} />}
      {kind === 'dismissal' && <DismissalForm group={group} onBody={setBody} />}
      {fault && (
        <p class="notice notice_error" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="weui-btn weui-btn_primary" disabled={!body}>
        保存
      </button>
    </form>
  );
}

function lines(text: string): string[] {
  return text
    .split(/[\n；;]/)
    .map((line) => line.trim())
    .filter((line) => line);
}

function AnswerForm({ group, onBody }: FormProps) {
  const [questions, setQuestions] = useState(group.texts.join('\n'));
  const [answer, setAnswer] = useState('');
  const [clauses, setClauses] = useState<string[]>([]);
  const [checked, setChecked] = useState<Checked | null>(null);
  const latest = useRef(0);
  useEffect(() => {
    const mine = ++latest.current;
    const body: Body = { kind: 'answer', questions: lines(questions), answer, clauses };
    setChecked(null);
    onBody(null);
    if (!body.questions.length || !answer.trim() || !clauses.length) return;
    const timer = setTimeout(() => {
      staff<Checked>('/questions/check', { body: { body } }).then(
        (verdict) => {
          if (mine !== latest.current) return;
          setChecked(verdict);
          onBody(verdict.passed ? body : null);
        },
        () => mine === latest.current && setChecked(null),
      );
    }, 400);
    return () => clearTimeout(timer);
  }, [questions, answer, clauses]);
  return (
    <>
      <Area id="forms" label="问法（一行一个）" value={questions} onValue={setQuestions} maxLength={3000} />
      <Pick question={group.texts[0] || ''} chosen={clauses} onChosen={setClauses} />
      <Area
        id="words"
        label={`答复（最多150字，已写${answer.length}字）`}
        value={answer}
        onValue={setAnswer}
        maxLength={150}
      />
      <div role="status">{checked && <Verdict checked={checked} />}</div>
    </>
  );
}

function Verdict({ checked }: { checked: Checked }) {
  if (!checked.passed) {
    return (
      <div class="notice notice_error">
        <p>没有通过核对：</p>
        <ul>
          {checked.faults.map((fault) => (
            <li key={fault.reason + fault.detail}>
              {fault.reason}
              {fault.detail && `：${fault.detail}`}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <>
      <p>通过核对。在问答里会这样显示：</p>
      <div class="desk__bubble">
        <AnswerCard answer={checked.preview} />
      </div>
    </>
  );
}

function SilenceForm({ group, onBody }: FormProps) {
  const [questions, setQuestions] = useState(group.texts.join('\n'));
  const [subject, setSubject] = useState('');
  const [contact, setContact] = useState('');
  const [clauses, setClauses] = useState<string[]>([]);
  useEffect(() => {
    const forms = lines(questions);
    const whole = forms.length && subject.trim() && contact.trim();
    onBody(
      whole ? { kind: 'silence', questions: forms, subject, contact, clause: clauses[0] || null } : null,
    );
  }, [questions, subject, contact, clauses]);
  return (
    <>
      <Area id="forms" label="问法（一行一个）" value={questions} onValue={setQuestions} maxLength={3000} />
      <Labelled id="subject" label="文件没有写明什么" value={subject} onValue={setSubject} maxLength={200} />
      <Labelled
        id="contact"
        label="请向谁咨询（单位和电话）"
        value={contact}
        onValue={setContact}
        maxLength={200}
      />
      <Pick
        question={group.texts[0] || ''}
        chosen={clauses}
        onChosen={(chosen) => setClauses(chosen.slice(-1))}
      />
    </>
  );
}

function SynonymForm({ onBody }: FormProps) {
  const [term, setTerm] = useState('');
  const [plain, setPlain] = useState('');
  useEffect(() => {
    const words = plain.split(/[\s、，,；;]+/).filter((word) => word);
    onBody(term.trim() && words.length ? { kind: 'synonym', term, plain: words } : null);
  }, [term, plain]);
  return (
    <>
      <Labelled id="term" label="政策原文的用词" value={term} onValue={setTerm} maxLength={20} />
      <Labelled
        id="plain"
        label="群众的说法（用顿号隔开）"
        value={plain}
        onValue={setPlain}
        maxLength={200}
      />
    </>
  );
}

function DismissalForm({ onBody }: FormProps) {
  const [reason, setReason] = useState('');
  useEffect(() => onBody(reason.trim() ? { kind: 'dismissal', reason } : null), [reason]);
  return <Labelled id="reason" label="为什么不处理" value={reason} onValue={setReason} maxLength={200} />;
}
