import { useState } from 'preact/hooks';
import { type Calculator, fetchCalculators, type Inputs } from '../api/calculators';
import { FieldRow } from '../calc/FieldRow';
import { useCalculation } from '../calc/useCalculation';
import { Check } from '../check/App';
import { CalculationView } from '../components/CalculationView';
import { Outcome } from '../components/Outcome';
import { useLoaded } from '../components/useLoaded';
import { type Note, staff } from './api';
import { moment } from './moment';
import { Queue } from './Queue';

export type Tool = 'queue' | 'calc' | 'check' | 'note';
const TOOLS: { tool: Tool; name: string }[] = [
  { tool: 'queue', name: '等候人工（Q）' },
  { tool: 'calc', name: '计算（C）' },
  { tool: 'check', name: '自测（Z）' },
  { tool: 'note', name: '记录（N）' },
];

interface Props {
  tool: Tool;
  onTool: (tool: Tool) => void;
  question: string;
  say: (text: string) => void;
}

/** What stands beside the answer. */
export function Side({ tool, onTool, question, say }: Props) {
  return (
    <aside class="desk__side" aria-label="工具">
      <div class="desk__tools">
        {TOOLS.map((one) => (
          <button
            key={one.tool}
            type="button"
            class="desk__tool"
            aria-pressed={one.tool === tool}
            onClick={() => onTool(one.tool)}
          >
            {one.name}
          </button>
        ))}
      </div>
      {tool === 'queue' && <Queue say={say} />}
      {tool === 'calc' && <Calculators />}
      {tool === 'check' && <Check />}
      {tool === 'note' && <Notes question={question} say={say} />}
    </aside>
  );
}

function Calculators() {
  const loaded = useLoaded(fetchCalculators, 'calculators');
  const [name, setName] = useState('');
  return (
    <Outcome loaded={loaded}>
      {(calculators) => {
        const chosen = calculators.filter((one) => one.name === name)[0] || calculators[0];
        return (
          <>
            <label class="field__label" for="calculator">
              计算器
            </label>
            <select
              id="calculator"
              class="field__box"
              value={chosen?.name}
              onChange={(event) => setName(event.currentTarget.value)}
            >
              {calculators.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.title}
                </option>
              ))}
            </select>
            {chosen && <Form key={chosen.name} calculator={chosen} />}
          </>
        );
      }}
    </Outcome>
  );
}

function Form({ calculator }: { calculator: Calculator }) {
  const [inputs, setInputs] = useState<Inputs>({});
  const { result, errors, fault } = useCalculation(calculator, inputs);
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <p class="muted small">{calculator.description}</p>
      {calculator.fields.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          value={inputs[field.name] || ''}
          error={errors[field.name]}
          onValue={(value) => setInputs({ ...inputs, [field.name]: value })}
        />
      ))}
      {fault && (
        <p class="notice notice_error" role="alert">
          {fault}
        </p>
      )}
      <div role="status">{result && <CalculationView calculation={result} unfolded />}</div>
    </form>
  );
}

function Notes({ question, say }: { question: string; say: (text: string) => void }) {
  const [text, setText] = useState('');
  const [kept, setKept] = useState(0);
  const loaded = useLoaded(() => staff<{ notes: Note[] }>('/notes'), `notes ${kept}`);
  const keep = (event: Event) => {
    event.preventDefault();
    staff('/notes', { body: { text, question } }).then(
      () => {
        setText('');
        setKept(kept + 1);
        say('已保存，个人信息已经隐去');
      },
      (error: Error) => say(error.message),
    );
  };
  return (
    <>
      <form onSubmit={keep}>
        <label class="field__label" for="note">
          通话记录
        </label>
        <textarea
          id="note"
          class="field__box"
          rows={4}
          maxLength={1000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <p class="small muted">证件号、电话、银行卡号、姓名在保存前自动隐去，保留180天。</p>
        <button type="submit" class="weui-btn weui-btn_primary" disabled={!text.trim()}>
          保存
        </button>
      </form>
      <Outcome loaded={loaded}>
        {({ notes }) => (
          <ul class="desk__list">
            {notes.map((note) => (
              <li key={note.id}>
                <p class="small muted">
                  {moment(note.at)} {note.question}
                </p>
                <p class="desk__said">{note.text}</p>
              </li>
            ))}
          </ul>
        )}
      </Outcome>
    </>
  );
}
