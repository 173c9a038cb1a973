import type { Handover } from './useHandover';

/** What a member of staff and the person write to each other, over the composer. */
export function Person({ handover }: { handover: Handover }) {
  const { state, said } = handover;
  if (state === 'none' || (state === 'closed' && !said.length)) return null;
  return (
    <section class="banner person" aria-label="工作人员" role="log">
      {said.map((one) => (
        <p key={one.id}>
          <strong>{one.sender === 'staff' ? '工作人员' : '我'}：</strong>
          {one.text}
        </p>
      ))}
      <p class="small">
        {state === 'waiting' && '已告知工作人员，请留在本页等候；也可以继续提问。'}
        {state === 'taken' && '工作人员已接入，您写的话会发给工作人员。'}
        {state === 'closed' && '人工服务已结束，可以继续问助手。'}
      </p>
    </section>
  );
}
