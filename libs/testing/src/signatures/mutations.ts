import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { SignatureSubject, SignedDelivery } from './signed-delivery';

/** What an attacker who saw one delivery, or guesses, may send in its place. Null: it does not apply to this source. */
export type Mutation = (
  original: SignedDelivery,
  subject: SignatureSubject,
  secrets: MutationSecrets,
) => SignedDelivery | null;

/** The secrets that a sender may have but must not be believed with. */
interface MutationSecrets {
  readonly active: string;
  /** Replaced and no longer active. */
  readonly retired: string;
  readonly foreign: string;
}

const replaced = (text: string, index: number, count: number, by: string): string =>
  text.slice(0, index) + by + text.slice(index + count);

const toggled = (character: string): string =>
  character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();

/** Changes one header by `change`. */
function header(at: number, change: (value: string) => string | readonly string[] | undefined): Mutation {
  return ({ rawBody, headers }) => {
    const names = Object.keys(headers);
    const name = names[at % names.length] ?? '';
    return { rawBody, headers: { ...headers, [name]: change(String(headers[name])) } };
  };
}

/** Changes the body, which an HMAC covers. */
function body(change: (rawBody: Buffer) => Buffer): Mutation {
  return ({ rawBody, headers }, { coversBody }) =>
    coversBody ? { rawBody: change(rawBody), headers } : null;
}

/** Signs with a secret that is not active. */
function signedWith(which: 'retired' | 'foreign'): Mutation {
  return ({ rawBody }, { sign }, secrets) => ({ rawBody, headers: sign(rawBody, secrets[which]) });
}

const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha384', 'sha512-256', 'sha3-256'] as const;
const PREFIXES = [
  '',
  'sha1=',
  'sha512=',
  'SHA256=',
  'sha256:',
  'sha256= ',
  'v0=',
  'v1a,',
  'Bearer ',
  'Basic ',
];

const index = fc.nat(400);
const at = fc.nat(5);
const character = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 });

const byteFlip = fc
  .tuple(index, fc.integer({ min: 1, max: 255 }))
  .map(([position, flip]) =>
    body((rawBody) =>
      Buffer.from(rawBody.map((byte, here) => (here === position % rawBody.length ? byte ^ flip : byte))),
    ),
  );
const bodyEnd = fc.oneof(
  fc.constant(body((rawBody) => rawBody.subarray(0, -1))),
  fc.constant(body(() => Buffer.alloc(0))),
  fc
    .uint8Array({ minLength: 1, maxLength: 4 })
    .map((more) => body((rawBody) => Buffer.concat([rawBody, more]))),
  fc.constant(body((rawBody) => Buffer.from(rawBody.toString('latin1'), 'utf8'))),
  fc.constant(body((rawBody) => Buffer.concat([Buffer.from('\uFEFF'), rawBody]))),
);
const headerCharacter = fc
  .tuple(at, index, fc.nat(2), character)
  .map(([which, position, count, by]) =>
    header(which, (value) => replaced(value, position % (value.length + 1), count, by)),
  );
const headerCase = fc
  .tuple(at, index)
  .map(([which, position]) =>
    header(which, (value) =>
      replaced(value, position % value.length, 1, toggled(value.charAt(position % value.length))),
    ),
  );
const headerWhole = fc
  .tuple(
    at,
    fc.constantFrom<(value: string) => string | readonly string[] | undefined>(
      () => undefined,
      () => '',
      (value) => [value, value],
      (value) => [value],
      (value) => ['', value],
      (value) => `${value}, ${value}`,
      (value) => `${value},${value}`,
      (value) => ` ${value}`,
      (value) => `${value} `,
      (value) => `"${value}"`,
      (value) => value.toUpperCase(),
      (value) => value.slice(0, Math.ceil(value.length / 2)),
      (value) => value.replace(/=+$/, ''),
      (value) => value.replaceAll('+', '-').replaceAll('/', '_'),
      (value) => Buffer.from(value).toString('base64'),
      (value) => Buffer.from(value, 'hex').toString('base64'),
    ),
  )
  .map(([which, change]) => header(which, change));
const prefix = fc
  .tuple(at, fc.constantFrom(...PREFIXES))
  .map(([which, by]) => header(which, (value) => value.replace(/^(?:\w+ |[\w.]+[=,])?/, by)));
const headerName = fc
  .tuple(at, fc.constantFrom('X-', 'x-forwarded-', ' '))
  .map(([which, before]): Mutation => ({ rawBody, headers }) => {
    const names = Object.keys(headers);
    const name = names[which % names.length] ?? '';
    const { [name]: value, ...others } = headers;
    return { rawBody, headers: { ...others, [before + name]: value } };
  });
const algorithm = fc
  .tuple(at, fc.constantFrom(...ALGORITHMS), fc.constantFrom('hex', 'base64'), fc.constantFrom(...PREFIXES))
  .map(([which, hash, encoding, before]): Mutation => (original, subject, { active }) => {
    const digest = createHmac(hash, active).update(original.rawBody).digest(encoding);
    return subject.coversBody
      ? header(which, () => before + digest)(original, subject, { active, retired: '', foreign: '' })
      : null;
  });
const otherSecret = fc.constantFrom(signedWith('retired'), signedWith('foreign'));

/** Every kind of mutation, none more often than the other. */
export const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  byteFlip,
  bodyEnd,
  headerCharacter,
  headerCase,
  headerWhole,
  prefix,
  headerName,
  algorithm,
  otherSecret,
);
