import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgentTask, parseTaskSignal } from '@anton/contracts';
import { sampleGenericSource } from '@anton/testing/webhook-sources';
import { GenericSource } from './generic.source';

describe('GenericSource and whatever comes', () => {
  const name = fc.constantFrom('a', 'b', 'c', '0', '', '__proto__', 'constructor', 'toString');
  const pointer = fc.oneof(
    { weight: 4, arbitrary: name.map((part) => `/${part}`) },
    fc.tuple(name, name).map(([one, two]) => `/${one}/${two}`),
    fc.string().map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  const condition = fc.record({ pointer, in: fc.array(name, { minLength: 2, maxLength: 8 }) });
  const settings = fc.record(
    {
      externalId: pointer,
      identity: fc.array(pointer, { maxLength: 2 }),
      correlation: pointer,
      title: pointer,
      description: pointer,
      labels: pointer,
      service: pointer,
      url: pointer,
      occurredAt: pointer,
      attributes: fc.dictionary(fc.constantFrom('team', 'kind'), pointer),
      ignore: condition,
      recovered: condition,
      when: condition,
    },
    { requiredKeys: [] },
  );
  const leaf = fc.oneof(
    name,
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.maxSafeInteger().map((number) => number * 16),
    fc.constantFrom(true, null),
  );
  const value = fc.oneof(
    { weight: 4, arbitrary: leaf },
    fc.array(leaf, { maxLength: 3 }),
    fc.dictionary(name, leaf),
  );
  const body = fc.oneof({ weight: 9, arbitrary: fc.dictionary(name, value, { minKeys: 4 }) }, fc.jsonValue());

  it('never throws, and sends nothing on that cannot be read', () => {
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(settings, body, (changes, sent) => {
        const text = JSON.stringify(sent);
        const delivery = {
          rawBody: Buffer.from(text),
          body: JSON.parse(text) as unknown,
          headers: {},
          receivedAt: new Date(),
        };
        const intake = new GenericSource('x', sampleGenericSource(changes)).interpret(delivery);
        if (intake.kind === 'task') parseAgentTask(JSON.parse(JSON.stringify(intake.task)));
        if (intake.kind === 'signal') parseTaskSignal(JSON.parse(JSON.stringify(intake.signal)));
        kinds.set(intake.kind, (kinds.get(intake.kind) ?? 0) + 1);
      }),
      { numRuns: 2_000 },
    );
    for (const kind of ['task', 'signal', 'ignored', 'parked'])
      expect(kinds.get(kind), `${kind}s`).toBeGreaterThan(5);
  });
});
