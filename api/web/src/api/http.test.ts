import { describe, expect, it } from 'vitest';
import { errorOf } from './http';

function response(status: number, body: string, headers: { [name: string]: string } = {}): Response {
  return new Response(body, { status, headers });
}

describe('errorOf', () => {
  it('shows what the server says, field by field', async () => {
    const problem = { detail: '填写的内容不能用。', errors: [{ field: 'years', detail: '应当是整数' }] };
    const error = await errorOf(response(422, JSON.stringify(problem)));
    expect(error).toMatchObject({
      message: '填写的内容不能用。',
      status: 422,
      fields: { years: '应当是整数' },
    });
  });

  it('has words of its own for a proxy that answers in HTML', async () => {
    const error = await errorOf(response(503, '<html>Bad Gateway</html>', { 'retry-after': '7' }));
    expect(error.message).toBe('现在使用的人多，请稍后再试。');
    expect(error.retryAfter).toBe(7);
  });
});
