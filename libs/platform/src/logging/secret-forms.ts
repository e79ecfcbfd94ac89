/** A way in which a secret may stand in a text. */
export interface SecretForm {
  readonly text: string;
  /** Where its secret part begins and ends; what lies around is known to everybody. */
  readonly from: number;
  readonly to: number;
  /** The shortest run of the secret part that gives something away, in characters. */
  readonly piece: number;
}

/** Shorter values are words of every text, and no secrets. */
const MIN_SECRET_LENGTH = 6;
/** Twelve bytes of a key are found wherever they stand; less is no use to anybody. */
const PIECE_BYTES = 12;
/** Characters of base64 that such a piece decides alone, wherever it begins. */
const PIECE_BASE64 = Math.floor((PIECE_BYTES * 8) / 6) - 1;
/** What the vendors' keys begin with, also in documentation and examples. */
const PUBLIC_START = /^(?:sk-ant-[a-z]+\d*-|sk-(?:proj|svcacct|admin)-|sk-|gh[pousr]_|github_pat_)/;

/** The value as it stands inside a JSON string. */
function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function reversed(text: string): string {
  return text.split('').toReversed().join('');
}

function plainForm(text: string, from = 0): SecretForm {
  return { text, from, to: text.length, piece: Math.min(PIECE_BYTES, text.length - from) };
}

function reversedForm(text: string, from: number): SecretForm {
  const piece = Math.min(PIECE_BYTES, text.length - from);
  return { text: reversed(text), from: 0, to: text.length - from, piece };
}

function hexForms(bytes: Buffer, from: number): SecretForm[] {
  const text = bytes.toString('hex');
  const piece = Math.min(2 * PIECE_BYTES, text.length - 2 * from);
  const form = { from: 2 * from, to: text.length, piece };
  return [text, text.toUpperCase()].map((spelling) => ({ ...form, text: spelling }));
}

/** Base64 of a text that the secret is a part of: three ways, by what stands before it. Shared characters are left out. */
function base64Forms(bytes: Buffer, from: number): SecretForm[] {
  return [0, 1, 2].flatMap((before) => {
    const bits = (before + bytes.length) * 8;
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const text = whole.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
    const start = Math.max(0, Math.ceil(((before + from) * 8) / 6) - Math.ceil((before * 8) / 6));
    const piece = Math.min(PIECE_BASE64, text.length - start);
    const form = { from: start, to: text.length, piece };
    const url = text.replaceAll('+', '-').replaceAll('/', '_');
    return [text, url].map((spelling) => ({ ...form, text: spelling }));
  });
}

/** The password of an address, as it stands there and as it is meant: host and user are no secrets. */
function passwordsOf(value: string): readonly string[] | null {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return null;
  const { password } = new URL(value);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

function formsOfKey(value: string): SecretForm[] {
  const start = PUBLIC_START.exec(value)?.[0].length ?? 0;
  const from = value.length - start < MIN_SECRET_LENGTH ? 0 : start;
  const bytes = Buffer.from(value);
  const prefix = Buffer.byteLength(value.slice(0, from));
  return [
    plainForm(value, from),
    reversedForm(value, from),
    plainForm(encodeURIComponent(value), from),
    plainForm(escaped(value), from),
    plainForm(escaped(escaped(value)), from),
    ...hexForms(bytes, prefix),
    ...base64Forms(bytes, prefix),
  ];
}

/** An address as a whole, and the pieces of its password when that is long enough to be no word. */
function formsOfAddress(value: string, passwords: readonly string[]): SecretForm[] {
  const spellings = [value, encodeURIComponent(value), escaped(value), Buffer.from(value).toString('base64')];
  const whole = spellings.map((text) => ({ text, from: 0, to: text.length, piece: text.length }));
  return [...whole, ...passwords.filter(({ length }) => length >= PIECE_BYTES).flatMap(formsOfKey)];
}

/** Every way in which one of the values may stand in a text: as it is, reversed, encoded, and escaped. */
export function secretForms(values: readonly (string | undefined)[]): SecretForm[] {
  const secrets = values.filter((value): value is string => (value?.length ?? 0) >= MIN_SECRET_LENGTH);
  const forms = secrets.flatMap((value) => {
    const passwords = passwordsOf(value);
    return passwords === null ? formsOfKey(value) : formsOfAddress(value, passwords);
  });
  const usable = forms.filter(({ piece }) => piece >= MIN_SECRET_LENGTH);
  return [...new Map(usable.map((form) => [`${form.from} ${form.text}`, form])).values()];
}
