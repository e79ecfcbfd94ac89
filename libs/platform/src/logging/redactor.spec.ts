import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, Redactor } from './redactor';

const KEY = 'sk-ant-api03-qR7tYw2Zx9Lm4Np8Vb1Kc5Hd0Fs6Jg3-AbCdEfGh';
const PIECE = 12;
const redact = (text: string, ...secrets: string[]): string => new Redactor(secrets).redact(text);
const reversed = (text: string): string => text.split('').toReversed().join('');

/** Every way in which a test looks for a value or a piece of it. */
const FORMS: readonly (readonly [name: string, form: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['reversed', reversed],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in base64url', (text) => Buffer.from(text).toString('base64url')],
  ['in hex', (text) => Buffer.from(text).toString('hex')],
  ['in capital hex', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['in JSON', (text) => JSON.stringify(text).slice(1, -1)],
  ['in JSON twice', (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3)],
  ['in an address', encodeURIComponent],
];

describe('a known secret', () => {
  it.each(FORMS)('is hidden %s', (_name, form) => {
    const text = redact(`before ${form(KEY)} after`, KEY);
    expect(text).toMatch(/^before \[redacted\]\S* after$/);
    expect(text.length).toBeLessThan('before [redacted] after'.length + 4);
  });

  it.each(FORMS)('is hidden in pieces of twelve bytes %s, whatever is around them', (_name, form) => {
    const secret = KEY.slice('sk-ant-api03-'.length);
    for (let start = 0; start + PIECE <= secret.length; start += 1) {
      const piece = form(secret.slice(start, start + PIECE));
      for (const around of ['', 'x', 'xy', ' ']) {
        const clean = redact(`${around}${piece}${around}`, KEY);
        expect(clean).toContain(REDACTED);
        expect(clean).not.toContain(piece);
      }
    }
  });

  it('is hidden in the base64 of a text around it, wrapped or not', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const text = Buffer.from(`${before}=${KEY}\nmore`).toString('base64');
      const clean = redact(text.replace(/(.{38})/g, '$1\n'), KEY);
      const seen = Buffer.from(clean.replaceAll(REDACTED, '').replaceAll('\n', ''), 'base64').toString();
      for (let start = 13; start + PIECE <= KEY.length; start += 1)
        expect(seen).not.toContain(KEY.slice(start, start + PIECE));
    }
  });

  it('is found wherever it begins in a long text', () => {
    const isVaried = (text: string): boolean =>
      text.split('').every((_letter, at) => {
        const gram = text.slice(at, at + 6);
        return gram.length < 6 || new Set(gram).size > 2;
      });
    const secrets = fc.string({ minLength: 12, maxLength: 60 }).filter(isVaried);
    fc.assert(
      fc.property(secrets, fc.nat(40), fc.nat(40), (secret, start, before) => {
        const piece = secret.slice(start % (secret.length - 11)).slice(0, 12);
        const clean = redact(`${'\u0000'.repeat(before)}${piece}`, secret);
        expect(clean).toContain(REDACTED);
      }),
    );
  });

  it('may be of few different characters', () => {
    expect(redact('aaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa')).toBe(REDACTED);
    expect(redact('an aaaaaa is no secret', 'aaaaaaaaaaaaaaaa')).toBe('an aaaaaa is no secret');
  });

  it('does not take what everybody knows for a secret', () => {
    const example = 'ANTHROPIC_API_KEY=sk-ant-api03-...';
    expect(redact(example, KEY)).toBe(example);
    const address = 'postgresql://anton:correct-horse-battery@db.example.com:5432/anton';
    expect(redact('postgresql://anton@db.example.com:5432/anton', address)).not.toContain(REDACTED);
    expect(redact('it was correct-horse-battery', address)).toBe(`it was ${REDACTED}`);
    expect(redact(`at ${address}!`, address)).toBe(`at ${REDACTED}!`);
  });

  it('leaves text alone that only resembles it', () => {
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(50);
    expect(redact(text, KEY, 'quick-brown-foxes')).toBe(text);
    expect(redact('short', '', 'abc')).toBe('short');
  });

  it('costs little in a large text', () => {
    const redactor = new Redactor([KEY, `${KEY}2`, 'ghp_canaryCANARYcanary0123456789abcdefgh']);
    const text = `${'x = call(argument, "string", 12345);\n'.repeat(100_000)}${KEY}`;
    const started = performance.now();
    expect(redactor.redact(text)).not.toContain(KEY);
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
