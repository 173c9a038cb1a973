/** Server-sent events read from a fetch response, because EventSource cannot POST. */

export interface ServerEvent {
  event: string;
  data: string;
}

/** Takes text as it arrives and gives the events that are complete. */
export class EventParser {
  private rest = '';

  push(chunk: string): ServerEvent[] {
    // A lone CR at the end may be half of a CRLF: it waits for the next chunk.
    const text = this.rest + chunk;
    const held = text.endsWith('\r') ? '\r' : '';
    const whole = (held ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
    const blocks = whole.split('\n\n');
    this.rest = (blocks.pop() || '') + held;
    return blocks.map(parseBlock).filter((event) => event.data !== '');
  }
}

function parseBlock(block: string): ServerEvent {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const at = line.indexOf(':');
    if (at <= 0) continue;
    const field = line.slice(0, at);
    const value = line.slice(at + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return { event, data: data.join('\n') };
}
