import { useState } from 'preact/hooks';
import type { Calculation, Citation, Step } from '../api/types';
import { amount, amountRange, group } from '../lib/format';
import { Cite } from './Cite';
import { Icon } from './Icon';

/** The result in one line: an amount, a range, or why there is none. */
export function resultText(calculation: Calculation): string {
  const { status, value, low, high, unit } = calculation;
  if (status === 'exact' && value) return amount(value, unit);
  if (status === 'range' && low && high) return amountRange(low, high, unit);
  if (calculation.conclusion) return calculation.conclusion;
  return status === 'out_of_range' ? '不在政策规定的范围内' : '还缺少内容，暂不能计算';
}

type NumberOf = (citation: Citation) => number | undefined;

/** What stands between an expression and its value; nothing where the expression says the value itself. */
export function joint(step: Step): string {
  const bare = (text: string) => text.replace(/[ 元]/g, '');
  const value = bare(step.value);
  if (bare(step.expression).slice(-value.length) === value) return '';
  return /^\d/.test(value) ? ' = ' : '，';
}

/** The unit of a value that is counted in yuan. */
function unitOf({ expression, value }: Step): string {
  return expression.indexOf('元') >= 0 && /^\d+(\.\d+)?$/.test(value) ? ' 元' : '';
}

function Steps({ calculation, numberOf }: { calculation: Calculation; numberOf: NumberOf }) {
  return (
    <ol class="steps">
      {calculation.steps.map((step, index) => (
        <li class="step" key={index}>
          <p>
            {index + 1}. {step.text}
          </p>
          {step.expression && (
            <p class="step__expression">
              {step.expression}
              {joint(step)}
              {joint(step) && (
                <strong>
                  {group(step.value)}
                  {unitOf(step)}
                </strong>
              )}
            </p>
          )}
          {step.citations.map((citation) => (
            <Cite key={citation.id} citation={citation} number={numberOf(citation)} brief />
          ))}
        </li>
      ))}
    </ol>
  );
}

/** An amount whose second wording, in brackets, is not broken in two. */
function Amount({ text }: { text: string }) {
  const at = text.indexOf('（');
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <span class="result__aside">{text.slice(at)}</span>
    </>
  );
}

/** The number of a citation in a list that holds it, by its sentence and its quote. */
export function numberAmong(citations: Citation[]): NumberOf {
  return (wanted) => {
    const same = citations
      .map((other) => other.id === wanted.id && other.quote === wanted.quote)
      .indexOf(true);
    const at = same >= 0 ? same : citations.map((other) => other.id).indexOf(wanted.id);
    return at >= 0 ? at + 1 : undefined;
  };
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (!lines.length) return null;
  return (
    <div class="result__list">
      <p class="muted">{title}</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

interface Props {
  calculation: Calculation;
  numberOf?: NumberOf;
  /** Shows the steps from the start, as on the calculator's own page. */
  unfolded?: boolean;
}

/** A calculation as a table whose steps unfold, each with its clause. */
export function CalculationView({ calculation, numberOf = () => undefined, unfolded = false }: Props) {
  const [open, setOpen] = useState(unfolded);
  return (
    <div class="result">
      <table class="result__table">
        <caption class="vh">{calculation.title || '计算结果'}</caption>
        <tbody>
          <tr class="result__total">
            <th scope="row">结果</th>
            <td>
              <Amount text={resultText(calculation)} />
            </td>
          </tr>
          {calculation.understood && (
            <tr>
              <th scope="row">条件</th>
              <td>{calculation.understood}</td>
            </tr>
          )}
        </tbody>
      </table>
      {calculation.steps.length > 0 && (
        <button type="button" class="unfold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" />
          {open ? '收起计算过程' : '展开计算过程'}
        </button>
      )}
      {open && <Steps calculation={calculation} numberOf={numberOf} />}
      <Lines title="计算的前提" lines={calculation.assumptions} />
      <Lines title="请注意" lines={calculation.notices} />
    </div>
  );
}
