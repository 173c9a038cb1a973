import { describe, expect, it } from 'vitest';
import { EventParser } from './sse';

describe('EventParser', () => {
  it('gives an event once its blank line has come', () => {
    const parser = new EventParser();
    expect(parser.push('event: delta\ndata: {"text":')).toEqual([]);
    expect(parser.push('"甲"}\n\n')).toEqual([{ event: 'delta', data: '{"text":"甲"}' }]);
  });

  it('reads CRLF split between chunks', () => {
    const parser = new EventParser();
    expect(parser.push('data: 1\r\n\r')).toEqual([]);
    expect(parser.push('\ndata: 2\r\n\r\n').map((e) => e.data)).toEqual(['1', '2']);
  });

  it('ignores comments and joins data lines', () => {
    const events = new EventParser().push(': ping\n\ndata: a\ndata: b\n\n');
    expect(events).toEqual([{ event: 'message', data: 'a\nb' }]);
  });
});
