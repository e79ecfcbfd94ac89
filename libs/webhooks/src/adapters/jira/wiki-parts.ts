/** A stretch of wiki markup: prose, or what `{code}` or `{noformat}` holds, as it was written. */
export type WikiPart =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string; readonly language: string };

/** Splits at `{code}` and `{noformat}`, wherever on a line they stand; one that is never closed holds the rest. */
export function wikiParts(text: string): WikiPart[] {
  const parts: WikiPart[] = [];
  const opening = /\{(code|noformat)(?::([^{}\n]*))?\}/g;
  let from = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [marker, kind = 'code', options = ''] = match;
    const start = match.index + marker.length;
    const closing = text.indexOf(`{${kind}}`, start);
    const end = closing < 0 ? text.length : closing;
    parts.push({ kind: 'prose', text: text.slice(from, match.index) });
    parts.push({ kind: 'code', text: text.slice(start, end), language: options.split('|')[0] ?? '' });
    from = Math.min(end + kind.length + 2, text.length);
    opening.lastIndex = from;
  }
  parts.push({ kind: 'prose', text: text.slice(from) });
  return parts;
}
