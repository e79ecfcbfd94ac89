/** Of a text that is too long, one third of what fits is its beginning and two thirds are its end. */
const HEAD_SHARE = 1 / 3;
/** A surrogate without its other half, which a cut can leave behind. */
const HALF_CHARACTER = /\p{Cs}/gu;

/** `text` of at most about `limit` characters: beginning and end, with a line between that says what is missing. */
export function boundedText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.floor(limit * HEAD_SHARE);
  const tail = limit - head;
  const start = text.slice(0, head).replace(HALF_CHARACTER, '');
  const end = text.slice(-tail).replace(HALF_CHARACTER, '');
  return `${start}\n[... ${text.length - limit} characters left out ...]\n${end}`;
}
