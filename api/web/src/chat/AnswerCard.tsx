import type { Answer, Status } from '../api/types';
import { CalculationView, numberAmong } from '../components/CalculationView';
import { Quote } from '../components/Cite';
import { Icon } from '../components/Icon';
import { type Segment, splitByQuotes, unquoted } from './segments';
import { aiMark } from './share';

const LABELS: { [status in Status]?: string } = {
  partial: '政策未完全写明',
  needs_input: '还需要您补充',
  not_covered: '政策中没有这方面内容',
};

function Labels({ answer }: { answer: Answer }) {
  const label = LABELS[answer.status];
  const mark = aiMark(answer);
  if (!label && !mark) return null;
  return (
    <p>
      {label && <span class="badge badge_warn">{label}</span>}
      {label && mark && ' '}
      {mark && <span class="badge badge_ai">{mark}</span>}
    </p>
  );
}

function Words({ segments, answer }: { segments: Segment[]; answer: Answer }) {
  return (
    <>
      {segments.map((segment, index) => {
        const citation = segment.cited === null ? undefined : answer.citations[segment.cited];
        const key = `${index}`;
        if (citation) {
          return (
            <Quote key={key} citation={citation} number={(segment.cited || 0) + 1} text={segment.text} />
          );
        }
        return segment.text.split('\n').map((line, n) => (
          <p key={`${key}-${n}`} class={index + n === 0 ? 'direct direct_first' : 'direct'}>
            {line}
          </p>
        ));
      })}
    </>
  );
}

function Hotline({ text }: { text: string }) {
  const number = (/\b12333\b/.exec(text) || [])[0];
  if (!number) return null;
  return (
    <a class="weui-btn weui-btn_default weui-btn_block hotline" href={`tel:${number}`}>
      <Icon name="phone" />
      拨打 {number}
    </a>
  );
}

/** A finished answer: what is said, the policy's own words, the calculation, and what to mind. */
export function AnswerCard({ answer }: { answer: Answer }) {
  const { citations, calculation, notices, understood } = answer;
  const segments = splitByQuotes(answer.text, citations);
  // The calculation's table says its own conditions.
  const heard = calculation ? '' : understood;
  const counted = calculation && calculation.status !== 'needs_input' ? calculation : null;
  const said = counted ? counted.notices : [];
  return (
    <>
      <Labels answer={answer} />
      {heard && <p class="small muted">我的理解：{heard}</p>}
      <Words segments={segments} answer={answer} />
      {counted && <CalculationView calculation={counted} numberOf={numberAmong(citations)} />}
      {unquoted(segments, citations).map((index) => {
        const citation = citations[index];
        return citation && <Quote key={citation.id} citation={citation} number={index + 1} />;
      })}
      {answer.needs
        .filter((need) => answer.text.indexOf(need.question) < 0)
        .map((need) => (
          <p key={need.name}>{need.question}</p>
        ))}
      {notices
        .filter((notice) => said.indexOf(notice) < 0)
        .map((notice) => (
          <p key={notice} class="small muted">
            {notice}
          </p>
        ))}
      {(answer.status === 'not_covered' || answer.status === 'notice' || answer.status === 'partial') && (
        <Hotline text={`${answer.text} ${notices.join(' ')}`} />
      )}
    </>
  );
}
