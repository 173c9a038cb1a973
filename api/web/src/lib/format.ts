/** Numbers and times as people read them. Money stays decimal text throughout. */

/** `150000` → `150,000`; anything that is not a plain decimal is given back as it is. */
export function group(value: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(value);
  if (!match) return value;
  const whole = (match[2] || '').replace(/\B(?=(\d{3})+$)/g, ',');
  return `${match[1]}${whole}${match[3] || ''}`;
}

/** `152500` → `15.25万`; empty where that is no shorter to say. */
function inWan(value: string): string {
  if (!/^\d{5,}$/.test(value)) return '';
  const wan = `${value.slice(0, -4)}.${value.slice(-4)}`.replace(/\.?0+$/, '');
  return (wan.split('.')[1] || '').length <= 2 ? `${group(wan)}万` : '';
}

/** The amount with its unit, and in 万 where that is shorter to say: `150,000元（15万元）`. */
export function amount(value: string, unit: string): string {
  const wan = unit.charAt(0) === '元' ? inWan(value) : '';
  return `${group(value)}${unit}${wan && `（${wan}${unit}）`}`;
}

/** A range of amounts in the same way: `150,000—200,000元（15万—20万元）`. */
export function amountRange(low: string, high: string, unit: string): string {
  const wan = unit.charAt(0) === '元' && inWan(low) && inWan(high) ? `${inWan(low)}—${inWan(high)}` : '';
  return `${group(low)}—${group(high)}${unit}${wan && `（${wan}${unit}）`}`;
}

const MINUTE = 60000;

/** How a chat stamps a moment: the time today, else 昨天 or the date with it. */
export function stamp(at: number, now: number): string {
  const then = new Date(at);
  const today = new Date(now);
  const clock = `${then.getHours()}:${`0${then.getMinutes()}`.slice(-2)}`;
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  if (at >= midnight) return clock;
  if (at >= midnight - 24 * 60 * MINUTE) return `昨天 ${clock}`;
  const year = then.getFullYear() === today.getFullYear() ? '' : `${then.getFullYear()}年`;
  return `${year}${then.getMonth() + 1}月${then.getDate()}日 ${clock}`;
}

/** Whether a message far enough from the one before shows its time. */
export function needsStamp(at: number, before: number | undefined): boolean {
  return before === undefined || at - before > 5 * MINUTE;
}

/** How many characters a person would count: an emoji outside the basic plane is one, not two. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff) count--;
  }
  return count;
}
