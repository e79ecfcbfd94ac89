/** A text as a change of another: so many characters of its start and of its end, and `text` between them. */
export interface BodyChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The number of characters that two texts have in common from the start. */
export function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length += 1;
  return length;
}

/** `next` as a change of `previous`: requests of a conversation differ in their last turns only. */
export function bodyChange(previous: string, next: string): BodyChange {
  const start = commonStart(previous, next);
  const most = Math.min(previous.length, next.length) - start;
  let end = 0;
  while (
    end < most &&
    previous.charCodeAt(previous.length - 1 - end) === next.charCodeAt(next.length - 1 - end)
  )
    end += 1;
  return { start, end, text: next.slice(start, next.length - end) };
}

/** The text that {@link bodyChange} was made of. */
export function changedBody(previous: string, { start, end, text }: BodyChange): string {
  return previous.slice(0, start) + text + previous.slice(previous.length - end);
}
