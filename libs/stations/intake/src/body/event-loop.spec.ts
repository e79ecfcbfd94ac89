import { createHmac } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, INTAKE_SECRETS, openIntakeWorld, type IntakeWorld } from '@anton/testing';

const MIB = 1024 * 1024;
const MAX_STALL_MS = 100;

/** A list or an object of as many items as fit into `bytes`. */
function filled(bytes: number, item: (index: number) => string, open = '[', close = ']'): string {
  const items: string[] = [];
  for (let length = 0, index = 0; length < bytes - 64; index += 1) {
    const text = item(index);
    items.push(text);
    length += text.length + 1;
  }
  return open + items.join(',') + close;
}

/** An issue that starts a task, with a text as description. */
function issue(description: string): string {
  return JSON.stringify({
    webhookEvent: 'jira:issue_created',
    issue: { id: '1', key: 'PAY-1', fields: { summary: 'x', labels: ['anton'], description } },
  });
}

function document(texts: number): object {
  let node: object = {
    type: 'paragraph',
    content: Array.from({ length: texts }, () => ({ type: 'text', text: 'line\n'.repeat(200) })),
  };
  for (let level = 0; level < 25; level += 1) node = { type: 'blockquote', content: [node] };
  return { type: 'doc', content: [node] };
}

const BODIES: readonly (readonly [string, () => string])[] = [
  ['a million keys', () => filled(5 * MIB, (index) => `"${index.toString(36)}":1`, '{', '}')],
  ['512 KiB of keys', () => filled(MIB / 2, (index) => `"${index.toString(36)}":1`, '{', '}')],
  ['512 KiB of lists', () => filled(MIB / 2, () => '[]')],
  ['512 KiB of levels', () => '['.repeat(MIB / 4) + ']'.repeat(MIB / 4)],
  ['5 MiB of levels', () => '{"a":'.repeat(900_000) + '1' + '}'.repeat(500_000)],
  ['as many values as are allowed', () => filled(4 * MIB, () => `{"key":"${'v'.repeat(150)}"}`)],
  ['5 MiB of text', () => issue('word '.repeat(MIB - 200))],
  ['5 MiB of brackets', () => issue('[~'.repeat(2 * MIB))],
  ['5 MiB of braces', () => issue('{{{color:'.repeat(MIB / 2))],
  ['5 MiB of stars', () => issue(' *a'.repeat(MIB))],
  ['a deep document', () => JSON.stringify({ ...JSON.parse(issue('')), ...deep() })],
];

function deep(): object {
  const fields = { summary: 'x', labels: ['anton'], description: document(4_000) };
  return { issue: { id: '1', key: 'PAY-1', fields } };
}

describe('the event loop of an intake', () => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntakeWorld();
  });
  afterAll(() => world.close());

  // Other programs of the machine stall it as well: one quiet pass of a few is the proof.
  it.each(BODIES)(
    `is not held up for ${MAX_STALL_MS} ms by %s`,
    { retry: 4, timeout: 20_000 },
    async (_what, make) => {
      const body = Buffer.from(make());
      const signature = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update(body).digest('hex');
      const headers = { 'x-hub-signature': `sha256=${signature}` };
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const answer = await exchange(world.port, { path: '/webhooks/jira', body, headers });
      delay.disable();
      expect(answer.status).toBe(202);
      expect(delay.max / 1e6).toBeLessThan(MAX_STALL_MS);
    },
  );
});
