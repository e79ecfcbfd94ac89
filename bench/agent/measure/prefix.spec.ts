import { expect, it } from 'vitest';
import type { RecordedRequest } from '../trajectory/recorded-request';
import { firstDivergence } from './prefix';

function request(...texts: string[]): RecordedRequest {
  const content = texts.map((text, index) => ({
    type: 'text',
    text,
    ...(index === texts.length - 1 && { cache_control: { type: 'ephemeral' } }),
  }));
  return {
    bytes: 0,
    body: {
      tools: [{ name: 'bash' }],
      system: [{ type: 'text', text: 's' }],
      messages: [{ role: 'user', content }],
    },
    usage: { uncached: 0, read: 0, written: 0, output: 0 },
  };
}

it('finds none where every request continues the last one, wherever the markers stand', () => {
  expect(firstDivergence([request('a'), request('a', 'b'), request('a', 'b', 'c')])).toBeNull();
});

it('finds the first byte that changed', () => {
  const before = '{"name":"bash"}\n{"type":"text","text":"s"}\n"user"\n{"type":"text","text":"a';
  expect(firstDivergence([request('ab'), request('ax', 'b')])).toBe(before.length);
});
