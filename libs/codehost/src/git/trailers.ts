/** Trailers of a commit message: `Key: value` lines. Keys are unique; the last one counts. */
export function parseTrailers(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const match = /^([A-Za-z][A-Za-z0-9-]*): (.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
  });
  return Object.fromEntries(pairs);
}

/** One line without control, invisible or direction-changing characters. */
export function plainLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

/** A commit message: subject, body, trailers. No text of a sender can add a trailer or a line of its own. */
export function commitMessage(
  subject: string,
  body: string,
  trailers: Readonly<Record<string, string>>,
): string {
  const text = body
    .split('\n')
    .map((line) => line.replace(/(?!\t)[\p{Cc}\p{Cf}]/gu, '').trimEnd())
    .map((line) => (/^[A-Za-z][A-Za-z0-9-]*\s*:/.test(line) ? ` ${line}` : line))
    .join('\n')
    .trim();
  const tail = Object.entries(trailers).map(([key, value]) => `${key}: ${plainLine(value)}`);
  return [plainLine(subject), text, tail.join('\n')].filter((part) => part !== '').join('\n\n');
}
