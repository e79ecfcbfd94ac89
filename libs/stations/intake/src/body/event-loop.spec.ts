import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, INTAKE_SECRETS, openIntakeWorld, type IntakeWorld } from '@anton/testing/intake';

const MIB = 1024 * 1024;
/** The promise, measured in CPU time: other programs of the machine do not count. */
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

/** Notes the longest time, in milliseconds, that this thread worked without another turn of its event loop. */
function watchTurns(): () => number {
  let longest = 0;
  let last = process.threadCpuUsage();
  const turn = (): void => {
    const now = process.threadCpuUsage();
    longest = Math.max(longest, (now.user + now.system - last.user - last.system) / 1_000);
    last = now;
  };
  const timer = setInterval(turn, 1);
  return () => {
    clearInterval(timer);
    turn();
    return longest;
  };
}

describe('the event loop of an intake', () => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntakeWorld();
  });
  afterAll(() => world.close());

  const answerTo = async (path: string, body: Buffer, headers: Record<string, string>): Promise<number> => {
    const longestTurn = watchTurns();
    const answer = await exchange(world.port, { path, body, headers });
    const longest = longestTurn();
    expect([200, 202]).toContain(answer.status);
    return longest;
  };

  // Time of the processor, not of the clock: other programs of the machine do not count. Garbage of the tests before does.
  const patience = { retry: 3, timeout: 20_000 };

  it.each(BODIES)(`is not held up for ${MAX_STALL_MS} ms by %s`, patience, async (_what, make) => {
    const body = Buffer.from(make());
    const signature = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update(body).digest('hex');
    const stall = await answerTo('/webhooks/jira', body, { 'x-hub-signature': `sha256=${signature}` });
    expect(stall).toBeLessThan(MAX_STALL_MS);
  });

  it.each([
    ['fields', '&'],
    ['spaces', '+'],
  ])(`is not held up for ${MAX_STALL_MS} ms by a form of %s`, patience, async (_what, char) => {
    for (const bytes of [MIB / 2, MIB]) {
      const stall = await answerTo('/webhooks/datadog', Buffer.alloc(bytes, `${char}a`), {
        'content-type': 'Application/X-WWW-Form-URLencoded; charset=utf-8',
        'x-anton-token': INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG,
      });
      expect(stall).toBeLessThan(MAX_STALL_MS);
    }
  });
});
