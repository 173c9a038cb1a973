import { ask, fetchAnswer } from '../api/ask';
import { randomId } from '../lib/ids';
import { device } from '../lib/storage';
import type { Ports } from './conversation';

/** The real outside of a conversation: the server, the clock and the device. */
export const browserPorts: Ports = {
  ask,
  fetchAnswer,
  isOnline: () => navigator.onLine !== false,
  now: () => Date.now(),
  newId: randomId,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  shelf: device,
};
