/** A text file as the edit tool sees it: its text with `\n`, and how it was written. */
export interface TextFile {
  readonly text: string;
  readonly bom: boolean;
  readonly crlf: boolean;
}

const BOM = '\uFEFF';

/** Null for a binary file. A file is CRLF when most of its lines end so. */
export function decodeText(content: Buffer): TextFile | null {
  if (content.includes(0)) return null;
  const raw = content.toString('utf8');
  if (!Buffer.from(raw, 'utf8').equals(content)) return null;
  const bom = raw.startsWith(BOM);
  const body = bom ? raw.slice(1) : raw;
  const crlfs = body.split('\r\n').length - 1;
  const crlf = crlfs > 0 && crlfs * 2 > body.split('\n').length - 1;
  return { text: crlf ? body.replaceAll('\r\n', '\n') : body, bom, crlf };
}

/** The bytes of an edited file, written as it was. */
export function encodeText(text: string, { bom, crlf }: TextFile): Buffer {
  const body = crlf ? text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n') : text;
  return Buffer.from((bom ? BOM : '') + body, 'utf8');
}
