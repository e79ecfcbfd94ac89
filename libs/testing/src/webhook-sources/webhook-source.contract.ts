import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveTaskId, parseAgentTask, parseTaskSignal } from '@anton/contracts';
import type { Intake, RawDelivery, WebhookSource } from '@anton/webhooks';

const SECRET = 'correct horse battery staple';
/** A little after the bodies of test/deliveries were sent. */
const RECEIVED = new Date('2026-03-01T10:05:00.000Z');

/** A pattern that reads a text of this length once takes some milliseconds; one that squares it takes seconds. */
const LONG = 96 * 1024;
const SOON_MS = 500;
const CLUMSY = [
  '[',
  '[a|http:',
  '[~',
  '{{',
  '{color:',
  '!a.',
  ' *a',
  '*',
  '(',
  'a(b',
  'at ',
  ':',
  '@webhook-',
  '%%%',
];
CLUMSY.push('&amp;', '[P1] ', '[a] ', '\0', '\r', '\n', ' ', ',', '/', '$', '-', '`');

function delivery(rawBody: Buffer, headers: RawDelivery['headers'] = {}): RawDelivery {
  return { rawBody, headers, receivedAt: RECEIVED };
}

/** What a source makes of a body. */
export function interpreted(source: WebhookSource, body: unknown): Intake {
  return source.interpret({ ...delivery(Buffer.from(JSON.stringify(body))), body });
}

/** What every webhook source keeps. `samples` are bodies of its sender; at least one starts a task. */
export function webhookSourceContract(
  name: string,
  make: () => WebhookSource,
  samples: readonly unknown[],
): void {
  describe(`${name} keeps the contract of a webhook source`, () => {
    const source = make();
    const rawBody = Buffer.from(`${JSON.stringify(samples[0])}\r\n\u{1F600}`);
    const headers = source.sign(rawBody, SECRET);
    const entries = Object.entries(headers);

    it('accepts what it signs, under any of its secrets', () => {
      expect(source.authenticate(delivery(rawBody, headers), [SECRET])).toBe(true);
      expect(source.authenticate(delivery(rawBody, headers), ['new one', SECRET])).toBe(true);
    });

    it('refuses what is not signed', () => {
      const wrong = (changed: RawDelivery['headers'], secrets: readonly string[] = [SECRET]) =>
        source.authenticate(delivery(rawBody, changed), secrets);
      expect(wrong({})).toBe(false);
      expect(wrong(headers, [])).toBe(false);
      expect(wrong(headers, [`${SECRET} `])).toBe(false);
      for (const [header, value] of entries) {
        for (const bad of [
          '',
          ' ',
          value.slice(0, -1),
          `${value}0`,
          value.toUpperCase(),
          ` ${value}`,
          `${value},${value}`,
          'sha1=00',
          '\0',
        ]) {
          expect(wrong({ ...headers, [header]: bad })).toBe(false);
        }
        expect(wrong({ ...headers, [header]: [value, value] })).toBe(false);
      }
    });

    it('accepts whatever bytes it signs, text or not', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ minLength: 1 }), (bytes, secret) => {
          // A header is one line of visible ASCII: a secret in clear can be nothing else.
          fc.pre(/^[!-~]+$/.test(secret));
          const body = Buffer.from(bytes);
          expect(source.authenticate(delivery(body, source.sign(body, secret)), [secret])).toBe(true);
        }),
      );
    });

    it('refuses every changed character of a header and of the secret, and an empty secret', () => {
      const replaced = (text: string, index: number, character: string): string =>
        text.slice(0, index) + character + text.slice(index + 1);
      fc.assert(
        fc.property(fc.nat(200), fc.string({ minLength: 1, maxLength: 1 }), (index, character) => {
          const secret = replaced(SECRET, index % SECRET.length, character);
          if (secret !== SECRET)
            expect(source.authenticate(delivery(rawBody, headers), [secret])).toBe(false);
          for (const [header, value] of entries) {
            const changed = replaced(value, index % value.length, character);
            if (changed === value) continue;
            expect(source.authenticate(delivery(rawBody, { ...headers, [header]: changed }), [SECRET])).toBe(
              false,
            );
          }
        }),
      );
      expect(source.authenticate(delivery(rawBody, source.sign(rawBody, '')), [''])).toBe(false);
    });

    it('refuses every changed byte, unless its secret travels in clear', () => {
      if (source.secretInClear) return;
      fc.assert(
        fc.property(fc.nat(rawBody.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
          const changed = Buffer.from(rawBody);
          changed[index] = (changed[index] ?? 0) ^ flip;
          expect(source.authenticate(delivery(changed, headers), [SECRET])).toBe(false);
        }),
        { numRuns: 2_000 },
      );
    });

    it('never throws, whatever JSON it is given', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (body) => {
          expect(['task', 'signal', 'ignored', 'parked']).toContain(interpreted(source, body).kind);
        }),
      );
    });

    it('makes valid tasks and signals, and the same one of the same body', () => {
      const kinds = samples.map((body) => {
        const intake = interpreted(source, body);
        expectValid(intake);
        expect(interpreted(source, body)).toEqual(intake);
        return intake.kind;
      });
      expect(kinds).toContain('task');
    });

    it('is done soon with long texts that a careless pattern would read again and again', () => {
      for (const fragment of CLUMSY) {
        const text = fragment.repeat(LONG / fragment.length);
        for (let at = 0; at < 40; at += 1) {
          const mutated = structuredClone(samples[0]);
          mutate(mutated, at, text);
          const body = { ...delivery(Buffer.from(JSON.stringify(mutated))), body: mutated };
          const started = process.cpuUsage();
          const intake = source.interpret(body);
          const { user } = process.cpuUsage(started);
          expectWholeKeys(intake);
          expect(user / 1_000, `${fragment} as value ${at}`).toBeLessThan(SOON_MS);
        }
      }
    });

    it('survives a sample whose parts are missing or of another kind', () => {
      fc.assert(
        fc.property(fc.constantFrom(...samples), fc.nat(60), fc.jsonValue(), (sample, at, value) => {
          const mutated = structuredClone(sample);
          mutate(mutated, at, value);
          const intake = interpreted(source, mutated);
          expectValid(intake);
          expectWholeKeys(intake);
        }),
      );
    });
  });
}

/** What is sent on may be read by whoever receives it. */
function expectValid(intake: Intake): void {
  if (intake.kind === 'task')
    expect(parseAgentTask(JSON.parse(JSON.stringify(intake.task))).taskId).toBe(intake.task.taskId);
  if (intake.kind === 'signal')
    expect(parseTaskSignal(JSON.parse(JSON.stringify(intake.signal))).signalId).toBe(intake.signal.signalId);
}

/** The stored key is the one that the taskId is derived from, and every store can hold it. */
function expectWholeKeys(intake: Intake): void {
  if (intake.kind === 'signal') expect(intake.signal.correlationKey).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  if (intake.kind !== 'task') return;
  const { taskId, source, externalId, logicalKey, correlationKey } = intake.task;
  expect(taskId.slice(-10)).toBe(deriveTaskId({ source, externalId, logicalKey }).slice(-10));
  for (const key of [logicalKey, correlationKey]) expect(key).not.toMatch(/[\p{Cc}\p{Cs}]/u);
}

/** Replaces the n-th value of a tree, counted in depth. */
function mutate(tree: unknown, at: number, value: unknown): void {
  let count = at;
  const visit = (node: unknown): boolean => {
    if (typeof node !== 'object' || node === null) return false;
    for (const key of Object.keys(node)) {
      if (count === 0) {
        (node as Record<string, unknown>)[key] = value;
        return true;
      }
      count -= 1;
      if (visit((node as Record<string, unknown>)[key])) return true;
    }
    return false;
  };
  visit(tree);
}
