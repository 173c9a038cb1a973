import { useState } from 'preact/hooks';
import type { CheckQuestion, Measure } from '../api/eligibility';
import { Quote } from '../components/Cite';
import { type Group, groupMeasures, questionTexts, resultAsText, stateText } from './groups';
import { Heading } from './Heading';

interface Props {
  measures: Measure[];
  questions: CheckQuestion[];
  onBack: () => void;
  onRestart: () => void;
}

/** Saves text as a file, with the mark that lets a phone's viewer read it as UTF-8. */
function save(text: string): void {
  const address = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = '政策自测结果.txt';
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Everything the check comes to, under the headings a person acts on. */
export function Result({ measures, questions, onBack, onRestart }: Props) {
  const groups = groupMeasures(measures);
  return (
    <>
      <Heading focused>自测结果</Heading>
      <p class="notice">结果按您的回答得出，供参考，以主管部门认定为准。</p>
      <div class="buttons no-print">
        <button type="button" class="weui-btn weui-btn_primary" onClick={() => window.print()}>
          打印
        </button>
        <button
          type="button"
          class="weui-btn weui-btn_default"
          onClick={() => save(resultAsText(groups, questions, new Date()))}
        >
          保存为文件
        </button>
      </div>
      {groups.map((group) => (
        <GroupView key={group.title} group={group} questions={questions} />
      ))}
      {!groups.length && <p>没有与您有关的政策措施。</p>}
      <div class="buttons no-print">
        <button type="button" class="weui-btn weui-btn_default" onClick={onBack}>
          上一题
        </button>
        <button type="button" class="weui-btn weui-btn_default" onClick={onRestart}>
          重新开始
        </button>
      </div>
    </>
  );
}

function GroupView({ group, questions }: { group: Group; questions: CheckQuestion[] }) {
  const [open, setOpen] = useState(!group.folded);
  return (
    <section class="group">
      <h3 class="group__title">
        {group.title}（{group.measures.length}）
      </h3>
      <p class="small muted">{group.about}</p>
      {group.folded && (
        <button
          type="button"
          class="weui-btn weui-btn_default no-print"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? '收起' : '展开'}“{group.title}”
        </button>
      )}
      <div class={open ? undefined : 'group_folded'}>
        {group.measures.map((measure) => (
          <MeasureView key={measure.id} measure={measure} questions={questions} />
        ))}
      </div>
    </section>
  );
}

function MeasureView({ measure, questions }: { measure: Measure; questions: CheckQuestion[] }) {
  const needs = questionTexts(measure.needs, questions);
  return (
    <article class="measure">
      <h4 class="measure__title">{measure.title}</h4>
      <ul>
        {measure.reasons.map((reason) => (
          <li key={reason.text}>
            <span class={`badge badge_${reason.state}`}>{stateText(reason)}</span> {reason.text}（
            {reason.label}）
          </li>
        ))}
      </ul>
      {needs.length > 0 && <p>还差：{needs.join('；')}</p>}
      {measure.note && <p class="small muted">{measure.note}</p>}
      {measure.citations.map((citation) => (
        <Quote key={citation.id + citation.quote} citation={citation} />
      ))}
    </article>
  );
}
