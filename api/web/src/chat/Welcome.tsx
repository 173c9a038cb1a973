import type { Audience } from '../api/types';
import { Icon } from '../components/Icon';

const GROUPS: { audience: Audience; label: string; questions: string[] }[] = [
  {
    audience: 'worker',
    label: '我是职工',
    questions: ['高级工能评什么职称？', '特级技师有什么待遇？', '没有学历能评高级工吗？'],
  },
  {
    audience: 'enterprise',
    label: '我是企业',
    questions: ['招30名学徒能补贴多少？', '职工教育经费怎么用？', '企业怎么自己评职业技能等级？'],
  },
];

interface Props {
  audience: Audience | null;
  onAudience: (audience: Audience) => void;
  onAsk: (text: string) => void;
}

/** The first card of a conversation: whom it is for, and questions to begin with. */
export function Welcome({ audience, onAudience, onAsk }: Props) {
  const chosen = GROUPS.filter((group) => group.audience === audience);
  const questions = (chosen.length ? chosen : GROUPS).reduce<string[]>(
    (all, g) => all.concat(g.questions),
    [],
  );
  return (
    <div class="row row_bot">
      <span class="avatar" aria-hidden="true">
        <Icon name="policy" />
      </span>
      <div class="bubble card">
        <p class="direct_first">您好，我是人社政策助手。</p>
        <p>
          我只按政策原文回答，每句话都标明出自哪一条；原文没写的，我会直接告诉您。请不要输入姓名、证件号码和电话。
        </p>
        <fieldset class="quick">
          <legend class="vh">您是</legend>
          {GROUPS.map((group) => (
            <button
              type="button"
              class="quick__item"
              key={group.audience}
              aria-pressed={group.audience === audience}
              onClick={() => onAudience(group.audience)}
            >
              {group.label}
            </button>
          ))}
        </fieldset>
        <p class="small muted">大家常问</p>
        <ul class="welcome__list">
          {questions.map((question) => (
            <li key={question}>
              <button type="button" class="welcome__item" onClick={() => onAsk(question)}>
                {question}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
