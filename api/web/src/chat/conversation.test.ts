import { describe, expect, it } from 'vitest';
import { type AnswerIds, type AskRequest, DroppedError, type Watch } from '../api/ask';
import { ApiError, OFFLINE_TEXT } from '../api/http';
import type { Answer } from '../api/types';
import type { Shelf } from '../lib/storage';
import { Conversation, type Ports } from './conversation';
import type { BotMessage } from './messages';

const IDS: AnswerIds = { answer_id: 'a1', conversation_id: 'c1' };

function answerOf(text: string): Answer {
  return {
    ...IDS,
    status: 'answered',
    mode: 'extract',
    text,
    citations: [],
    calculation: null,
    needs: [],
    suggestions: [],
    notices: [],
  };
}

/** One call of `ask` that the test settles by hand. */
interface Pending {
  request: AskRequest;
  key: string;
  watch: Watch;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

class World {
  pending: Pending[] = [];
  kept: { [key: string]: string } = {};
  online = true;
  stored: (Answer | null)[] = [];
  private count = 0;

  readonly shelf: Shelf = {
    read: <T>(key: string) => JSON.parse(this.kept[key] || 'null') as T | null,
    write: (key, value) => {
      this.kept[key] = JSON.stringify(value);
      return true;
    },
    remove: (key) => {
      delete this.kept[key];
    },
  };

  ports(): Ports {
    return {
      ask: (request, key, watch) =>
        new Promise((resolve, reject) => this.pending.push({ request, key, watch, resolve, reject })),
      fetchAnswer: () => Promise.resolve(this.stored.shift() || null),
      isOnline: () => this.online,
      now: () => 1000,
      newId: () => `id${++this.count}`,
      wait: () => Promise.resolve(),
      shelf: this.shelf,
    };
  }

  get call(): Pending {
    const call = this.pending[this.pending.length - 1];
    if (!call) throw new Error('nothing was asked');
    return call;
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

function start(): { world: World; talk: Conversation; last: () => BotMessage } {
  const world = new World();
  const talk = new Conversation(world.ports());
  const last = () => talk.messages[talk.messages.length - 1] as BotMessage;
  return { world, talk, last };
}

describe('asking', () => {
  it('shows the question, then the answer, and goes on in the same conversation', async () => {
    const { world, talk, last } = start();
    expect(talk.send('  补贴多少 ')).toBe('sent');
    expect(talk.messages.map((m) => m.kind)).toEqual(['user', 'bot']);
    world.call.watch.onDelta('每人');
    expect(last()).toMatchObject({ phase: 'streaming', text: '每人' });
    world.call.resolve(answerOf('每人6000元'));
    await settle();
    expect(last()).toMatchObject({ phase: 'done', text: '每人6000元' });
    talk.send('那两年呢');
    expect(world.call.request.conversation_id).toBe('c1');
  });

  it('takes one question at a time', () => {
    const { world, talk } = start();
    talk.send('一');
    expect(talk.send('一')).toBe('busy');
    expect(world.pending.length).toBe(1);
  });

  it.each([
    ['', 'empty'],
    ['  \n ', 'empty'],
    ['问'.repeat(500), 'sent'],
    ['😀'.repeat(500), 'sent'],
    ['问'.repeat(501), 'too_long'],
  ])('judges the length of %#', (text, outcome) => {
    expect(start().talk.send(text)).toBe(outcome);
  });
});

describe('stopping', () => {
  it('keeps what was shown and drops what comes later', async () => {
    const { world, talk, last } = start();
    talk.send('问');
    world.call.watch.onDelta('前半');
    talk.stop();
    world.call.watch.onDelta('后半');
    world.call.resolve(answerOf('全部'));
    await settle();
    expect(last()).toMatchObject({ phase: 'stopped', text: '前半', answer: null });
    expect(talk.isBusy).toBe(false);
  });
});

describe('a dropped line', () => {
  it('is followed by asking for the same answer, not by asking again', async () => {
    const { world, talk, last } = start();
    world.stored = [null, null, answerOf('接上了')];
    talk.send('问');
    world.call.watch.onStart(IDS);
    world.call.reject(new DroppedError());
    await settle();
    expect(last()).toMatchObject({ phase: 'done', text: '接上了' });
    expect(world.pending.length).toBe(1);
    expect(talk.messages.length).toBe(2);
  });

  it('before anything came is a failure that can be tried again in place', async () => {
    const { world, talk, last } = start();
    talk.send('问');
    world.call.reject(new ApiError(OFFLINE_TEXT, 0));
    await settle();
    expect(last()).toMatchObject({ phase: 'failed', error: OFFLINE_TEXT });
    talk.retry(last().id);
    expect(world.pending.length).toBe(2);
    expect(world.pending[0]?.key).toBe(world.pending[1]?.key);
    world.call.resolve(answerOf('好了'));
    await settle();
    expect(last()).toMatchObject({ phase: 'done', text: '好了' });
    expect(talk.messages.length).toBe(2);
  });

  it('gives up after the answer has been asked for long enough', async () => {
    const { world, talk, last } = start();
    talk.send('问');
    world.call.watch.onStart(IDS);
    world.call.reject(new DroppedError());
    for (let i = 0; i < 5; i++) await settle();
    expect(last().phase).toBe('failed');
  });
});

describe('a refusal', () => {
  it('says what the server said, and when to try again', async () => {
    const { world, talk, last } = start();
    talk.send('问');
    world.call.reject(new ApiError('请求太频繁了，请稍等一会儿再试。', 429, 30));
    await settle();
    expect(last()).toMatchObject({
      phase: 'failed',
      error: '请求太频繁了，请稍等一会儿再试。',
      retryAfter: 30,
    });
  });
});

describe('without a line', () => {
  it('keeps the questions and sends them in order, one after the other', async () => {
    const { world, talk } = start();
    world.online = false;
    expect(talk.send('一')).toBe('queued');
    expect(talk.send('二')).toBe('queued');
    expect(world.pending.length).toBe(0);
    world.online = true;
    talk.flush();
    expect(world.call.request.question).toBe('一');
    world.call.resolve(answerOf('答一'));
    await settle();
    expect(world.call.request.question).toBe('二');
    world.call.resolve(answerOf('答二'));
    await settle();
    expect(talk.messages.map((m) => m.text)).toEqual(['一', '答一', '二', '答二']);
  });
});

describe('coming back to the page', () => {
  it('fetches the answer that was on its way', async () => {
    const { world, talk } = start();
    talk.send('问');
    world.call.watch.onStart(IDS);
    world.stored = [answerOf('找回来了')];
    const again = new Conversation(world.ports());
    again.resume();
    await settle();
    expect(again.messages.map((m) => m.text)).toEqual(['问', '找回来了']);
  });

  it('offers to ask again what had no name yet', () => {
    const { world, talk } = start();
    talk.send('问');
    const again = new Conversation(world.ports());
    again.resume();
    expect(again.messages[1]).toMatchObject({ phase: 'failed' });
    expect(again.isBusy).toBe(false);
  });

  it('keeps nothing after clearing', () => {
    const { world, talk } = start();
    talk.send('问');
    talk.clear();
    expect(new Conversation(world.ports()).messages).toEqual([]);
  });
});
