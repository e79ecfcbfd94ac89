/** A text file as the edit tool sees it: its text with `\n`, and how it was written. */
export interface TextFile {
  readonly text: string;
  readonly bom: boolean;
  /** Every line ends so. A file of mixed line ends keeps its `\r` in {@link text}. */
  readonly crlf: boolean;
}

const BOM = '\uFEFF';
const BARE_LF = /(?<!\r)\n/;

/** Null for a binary file, and for text that is not UTF-8: writing it back would change it. */
export function decodeText(content: Buffer): TextFile | null {
  if (content.includes(0)) return null;
  const raw = content.toString('utf8');
  if (!Buffer.from(raw, 'utf8').equals(content)) return null;
  const bom = raw.startsWith(BOM);
  const body = bom ? raw.slice(BOM.length) : raw;
  const crlf = body.includes('\r\n') && !BARE_LF.test(body);
  return { text: crlf ? body.replaceAll('\r\n', '\n') : body, bom, crlf };
}

/** The bytes of an edited file, written as it was. */
export function encodeText(text: string, { bom, crlf }: TextFile): Buffer {
  const body = crlf ? text.replace(/\r?\n/g, '\r\n') : text;
  return Buffer.from((bom ? BOM : '') + body, 'utf8');
}
