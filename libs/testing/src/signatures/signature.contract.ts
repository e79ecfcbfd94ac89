import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mutations } from './mutations';
import { everySender } from './senders';
import { stillProves, type SignatureSubject } from './signed-delivery';

const ACTIVE = 'bm90LWEtcmVhbC1zZWNyZXQ';
const PREVIOUS = 'aW4tdXNlLXVudGlsLW5vdw';
const RETIRED = 'cmVwbGFjZWQtYS15ZWFyLWFnbw';
const FOREIGN = 'b2YtYW5vdGhlci1zb3VyY2U';
const NOW = new Date('2026-03-01T10:00:00.000Z');

/** Escapes, an emoji, CRLF, a key that is there twice, a byte order mark, an empty body, and what is no text at all. */
const BODIES = [
  Buffer.from('{"id":"8306082202796025694","title":"Totals are wrong"}'),
  Buffer.from('{"text":"\\u0026 \\u003d & = \u{1F600}","text":"twice"}\r\n'),
  Buffer.from('\uFEFF{ "b": 1, "a": [2] }\n'),
  Buffer.alloc(0),
  Buffer.from([0xff, 0xfe, 0x7b, 0x7d, 0x00]),
];

/** Tries at least `runs` mutations over every way of every source: none is accepted, none makes a source throw. */
export function signatureContract(runs: number): void {
  describe('signatures', () => {
    let senders: readonly SignatureSubject[];
    beforeAll(async () => void (senders = await everySender(NOW)));

    it('are accepted over every body, under the active secret and the one before, and under no other', () => {
      for (const { name, source, sign } of senders) {
        for (const rawBody of BODIES) {
          const accepts = (secret: string): boolean =>
            source.authenticate({ rawBody, headers: sign(rawBody, secret), receivedAt: NOW }, [
              ACTIVE,
              PREVIOUS,
            ]);
          expect([ACTIVE, PREVIOUS, RETIRED, FOREIGN].map(accepts), `of ${name}`).toEqual([
            true,
            true,
            false,
            false,
          ]);
        }
      }
    });

    it(`are accepted in none of ${runs} mutations, and make no source throw`, () => {
      const secrets = { active: ACTIVE, retired: RETIRED, foreign: FOREIGN };
      const tried = new Map(senders.map(({ name }) => [name, 0]));
      let count = 0;
      const property = fc.property(
        fc.constantFrom(...senders),
        fc.constantFrom(...BODIES),
        fc.constantFrom(ACTIVE, PREVIOUS),
        mutations,
        (of, rawBody, secret, mutate) => {
          const original = { rawBody, headers: of.sign(rawBody, secret) };
          const changed = mutate(original, of, secrets);
          if (changed === null || stillProves(of, original, changed)) return;
          count += 1;
          tried.set(of.name, (tried.get(of.name) ?? 0) + 1);
          const accepted = of.source.authenticate({ ...changed, receivedAt: NOW }, [ACTIVE, PREVIOUS]);
          if (accepted) throw new Error(`${of.name} accepted ${JSON.stringify(changed.headers)}`);
        },
      );
      while (count < runs) fc.assert(property, { numRuns: Math.ceil(runs / 4) });
      for (const [name, times] of tried) expect(times, `of ${name}`).toBeGreaterThan(runs / 100);
    }, 120_000);
  });
}
