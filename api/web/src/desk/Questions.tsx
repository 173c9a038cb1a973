import { useState } from 'preact/hooks';
import { Outcome } from '../components/Outcome';
import { useToast } from '../components/Toast';
import { useLoaded } from '../components/useLoaded';
import { type Entry, type Group, staff, type User } from './api';
import { Decide } from './Decide';
import { Entries } from './Entries';
import { moment } from './moment';

const REASONS: { [reason: string]: string } = {
  partial: '部分回答',
  not_covered: '没有回答',
  unhelpful: '评价没用',
  unsure: '把握不大',
};

interface Found {
  groups: Group[];
  withdrawn: { id: string; policy_id: string; reason: string }[];
}

/** What editors should look at, and what they decided. */
export function Questions({ user }: { user: User }) {
  const [times, setTimes] = useState(0);
  const [toast, say] = useToast();
  const questions = useLoaded(() => staff<Found>('/questions'), `questions ${times}`);
  const entries = useLoaded(() => staff<{ entries: Entry[] }>('/entries'), `entries ${times}`);
  const changed = (text: string) => {
    say(text);
    setTimes(times + 1);
  };
  return (
    <>
      <Outcome loaded={questions}>
        {({ groups, withdrawn }) => (
          <>
            {withdrawn.length > 0 && (
              <section class="notice">
                <h2>条款变了、已经停用的答复</h2>
                <ul>
                  {withdrawn.map((one) => (
                    <li key={one.policy_id + one.id}>
                      {one.id}：{one.reason}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <section>
              <h2>待处理（{groups.length}组，等得最久的在前）</h2>
              {!groups.length && <p class="muted">现在没有待处理的问题。</p>}
              {groups.map((group) => (
                <GroupView key={group.id} group={group} onDone={changed} />
              ))}
            </section>
          </>
        )}
      </Outcome>
      <Outcome loaded={entries}>
        {(found) => <Entries entries={found.entries} user={user} onDone={changed} say={say} />}
      </Outcome>
      {toast}
    </>
  );
}

function GroupView({ group, onDone }: { group: Group; onDone: (text: string) => void }) {
  const [open, setOpen] = useState(false);
  const others = group.texts.slice(1);
  return (
    <article class="desk__group">
      <h3>{group.texts[0]}</h3>
      <p class="small muted">
        {group.count}次，{moment(group.first_at)}起
        {Object.keys(group.reasons).map(
          (reason) => ` · ${REASONS[reason] || reason}${group.reasons[reason]}`,
        )}
      </p>
      {others.length > 0 && <p class="small">也问：{others.join('；')}</p>}
      {group.comments.map((comment) => (
        <p key={comment} class="small">
          评价：{comment}
        </p>
      ))}
      <button
        type="button"
        class="weui-btn weui-btn_default"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? '收起' : '处理'}
      </button>
      {open && <Decide group={group} onDone={onDone} />}
    </article>
  );
}
