import { useEffect, useState } from 'preact/hooks';
import { type Calculator, fetchCalculators, type Inputs } from '../api/calculators';
import type { FieldErrors } from '../api/http';
import type { Calculation } from '../api/types';
import { CalculationView, numberAmong } from '../components/CalculationView';
import { Quote } from '../components/Cite';
import { Outcome } from '../components/Outcome';
import { Page } from '../components/Page';
import { useToast } from '../components/Toast';
import { useLoaded } from '../components/useLoaded';
import { copyText } from '../lib/clipboard';
import { FieldRow } from './FieldRow';
import { fragmentOf, inputsOf } from './link';
import { useCalculation } from './useCalculation';

const NAME = (/^\/calc\/([^/]+)/.exec(location.pathname) || [])[1] || '';

/** The calculators: the list, or the one that the address names. */
export function App() {
  const loaded = useLoaded(fetchCalculators, 'calculators');
  const chosen = loaded.value?.filter((calculator) => calculator.name === NAME)[0];
  return (
    <Page title={chosen ? chosen.title : '算一算'} back={NAME ? '/calc' : '/'}>
      <Outcome loaded={loaded}>
        {(calculators) =>
          chosen ? <Form calculator={chosen} /> : <List calculators={calculators} unknown={NAME !== ''} />
        }
      </Outcome>
    </Page>
  );
}

function List({ calculators, unknown }: { calculators: Calculator[]; unknown: boolean }) {
  return (
    <>
      {unknown && (
        <p class="notice" role="alert">
          没有这个计算器，请从下面选一个。
        </p>
      )}
      <p class="muted">每一步都注明依据的条款。算出的数供参考，以主管部门核定为准。</p>
      <ul class="rows">
        {calculators.map((calculator) => (
          <li key={calculator.name}>
            <a class="rows__item" href={`/calc/${encodeURIComponent(calculator.name)}`}>
              <strong>{calculator.title}</strong>
              <p class="small muted">{calculator.description}</p>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

interface FieldsProps {
  calculator: Calculator;
  inputs: Inputs;
  errors: FieldErrors;
  onInputs: (inputs: Inputs) => void;
}

/** What must be filled in, then what may be, folded until it is wanted. */
function Fields({ calculator, inputs, errors, onInputs }: FieldsProps) {
  const optional = calculator.fields.filter((field) => !field.required);
  const [more, setMore] = useState(() => optional.some((field) => inputs[field.name]));
  const shown = calculator.fields.filter((field) => field.required || more);
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      {shown.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          value={inputs[field.name] || ''}
          error={errors[field.name]}
          onValue={(value) => onInputs({ ...inputs, [field.name]: value })}
        />
      ))}
      {optional.length > 0 && !more && (
        <button
          type="button"
          class="weui-btn weui-btn_default weui-btn_block no-print"
          onClick={() => setMore(true)}
        >
          补充更多情况（选填）
        </button>
      )}
    </form>
  );
}

function Form({ calculator }: { calculator: Calculator }) {
  const names = calculator.fields.map((field) => field.name);
  const [inputs, setInputs] = useState<Inputs>(() => inputsOf(location.hash, names));
  const { result, errors, fault } = useCalculation(calculator, inputs);
  useEffect(() => {
    history.replaceState(null, '', location.pathname + fragmentOf(inputs));
  }, [inputs]);
  return (
    <div class="calc">
      <div class="calc__form">
        <p class="muted calc__about">{calculator.description}</p>
        <Fields calculator={calculator} inputs={inputs} errors={errors} onInputs={setInputs} />
      </div>
      <div class="calc__result">
        {fault && (
          <p class="notice notice_error" role="alert">
            {fault}
          </p>
        )}
        <div role="status">
          {result ? (
            <ResultView result={result} />
          ) : (
            !fault && <p class="muted">填好以后，结果会显示在这里。</p>
          )}
        </div>
        {result && <Keep />}
      </div>
    </div>
  );
}

function ResultView({ result }: { result: Calculation }) {
  return (
    <section class="outcome" aria-label="结果">
      {/* An amount speaks for itself in the table; a comparison or a title needs its sentence. */}
      {result.conclusion && result.unit.charAt(0) !== '元' && (
        <p class="outcome__line">{result.conclusion}</p>
      )}
      <CalculationView calculation={result} unfolded numberOf={numberAmong(result.citations)} />
      {result.citations.map((citation, index) => (
        <Quote key={citation.id + citation.quote} citation={citation} number={index + 1} />
      ))}
    </section>
  );
}

/** Ways to keep a result. */
function Keep() {
  const [toast, say] = useToast();
  const copyLink = async () => {
    say((await copyText(location.href)) ? '链接已复制，打开就是这次的结果' : '没能复制，请从地址栏复制');
  };
  return (
    <div class="buttons no-print">
      <button type="button" class="weui-btn weui-btn_primary" onClick={copyLink}>
        复制结果链接
      </button>
      <button type="button" class="weui-btn weui-btn_default" onClick={() => window.print()}>
        打印
      </button>
      {toast}
    </div>
  );
}
