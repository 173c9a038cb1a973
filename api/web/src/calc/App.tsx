import { useEffect, useState } from 'preact/hooks';
import { type Calculator, fetchCalculators, type Inputs } from '../api/calculators';
import { CalculationView } from '../components/CalculationView';
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

function Form({ calculator }: { calculator: Calculator }) {
  const names = calculator.fields.map((field) => field.name);
  const [inputs, setInputs] = useState<Inputs>(() => inputsOf(location.hash, names));
  const { result, errors, fault } = useCalculation(calculator, inputs);
  const [toast, say] = useToast();
  useEffect(() => {
    history.replaceState(null, '', location.pathname + fragmentOf(inputs));
  }, [inputs]);
  const copyLink = async () => {
    say((await copyText(location.href)) ? '链接已复制，打开就是这次的结果' : '没能复制，请从地址栏复制');
  };
  return (
    <>
      <p class="muted">{calculator.description}</p>
      <form onSubmit={(event) => event.preventDefault()}>
        {calculator.fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            value={inputs[field.name] || ''}
            error={errors[field.name]}
            onValue={(value) => setInputs({ ...inputs, [field.name]: value })}
          />
        ))}
      </form>
      {fault && (
        <p class="notice notice_error" role="alert">
          {fault}
        </p>
      )}
      <div role="status">
        {result ? (
          <section class="outcome" aria-label="结果">
            {result.conclusion && <p class="outcome__line">{result.conclusion}</p>}
            <CalculationView
              calculation={result}
              unfolded
              numberOf={(c) => numberIn(result.citations, c.id)}
            />
            {result.citations.map((citation, index) => (
              <Quote key={citation.id} citation={citation} number={index + 1} />
            ))}
          </section>
        ) : (
          !fault && <p class="muted">填好以后，结果会显示在这里。</p>
        )}
      </div>
      {result && (
        <div class="buttons no-print">
          <button type="button" class="weui-btn weui-btn_primary" onClick={copyLink}>
            复制结果链接
          </button>
          <button type="button" class="weui-btn weui-btn_default" onClick={() => window.print()}>
            打印
          </button>
        </div>
      )}
      {toast}
    </>
  );
}

function numberIn(citations: { id: string }[], id: string): number | undefined {
  const at = citations.map((citation) => citation.id).indexOf(id);
  return at < 0 ? undefined : at + 1;
}
