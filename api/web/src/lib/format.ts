/** Numbers and times as people read them. Money stays decimal text throughout. */

/** `150000` → `150,000`; anything that is not a plain decimal is given back as it is. */
export function group(value: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(value);
  if (!match) return value;
  const whole = (match[2] || '').replace(/\B(?=(\d{3})+$)/g, ',');
  return `${match[1]}${whole}${match[3] || ''}`;
}

/** The amount with its unit, and in 万 where that is shorter to say: `150,000元（15万元）`. */
export function amount(value: string, unit: string): string {
  const plain = `${group(value)}${unit}`;
  if (unit.charAt(0) !== '元' || !/^\d{5,}$/.test(value)) return plain;
  const wan = `${value.slice(0, -4)}.${value.slice(-4)}`.replace(/\.?0+$/, '');
  const digits = (wan.split('.')[1] || '').length;
  return digits <= 2 ? `${plain}（${group(wan)}万${unit}）` : plain;
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
