import { hash } from 'node:crypto';

/** https://www.crockford.com/base32.html, lower case. */
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const DIGEST_CHARACTERS = 10;
const MAX_LENGTH = 44;
/** Leaves room for two dashes, one character of the slug and the digest. */
const MAX_SOURCE = MAX_LENGTH - DIGEST_CHARACTERS - 3;

/** `<source>-<slug>-<10 Crockford base32 characters>`, a DNS-1123 label of at most 44 characters. */
export const TASK_ID_PATTERN = /^(?=.{1,44}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*-[0-9abcdefghjkmnpqrstvwxyz]{10}$/;

/** The first 50 bits of the SHA-256 of `key`, most significant first, as 10 Crockford base32 characters. */
function digest(key: string): string {
  const bytes = hash('sha256', key, 'buffer');
  let text = '';
  let waiting = 0;
  let bits = 0;
  for (let index = 0; text.length < DIGEST_CHARACTERS; index += 1) {
    waiting = ((waiting << 8) | (bytes[index] ?? 0)) & 0xffff;
    for (bits += 8; bits >= 5 && text.length < DIGEST_CHARACTERS; bits -= 5)
      text += CROCKFORD.charAt((waiting >> (bits - 5)) & 31);
  }
  return text;
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** What a taskId is derived from. `logicalKey` alone decides its identity; `externalId` only makes it readable. */
export interface TaskIdParts {
  readonly source: string;
  readonly externalId: string;
  readonly logicalKey: string;
}

/** Derives the taskId (architecture 5.1): the same logical event gives the same id on every machine, for ever. */
export function deriveTaskId(parts: TaskIdParts): string {
  const source = slug(parts.source).replaceAll('-', '').replace(/^\d+/, '').slice(0, MAX_SOURCE) || 'task';
  const room = MAX_LENGTH - source.length - DIGEST_CHARACTERS - 2;
  const name = slug(parts.externalId).slice(0, room).replace(/-+$/, '') || 'x';
  return `${source}-${name}-${digest(parts.logicalKey)}`;
}
