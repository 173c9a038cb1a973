import { stamp } from '../lib/format';

/** A moment of the server as people read it. */
export function moment(at: string): string {
  return stamp(new Date(at).getTime(), Date.now());
}
