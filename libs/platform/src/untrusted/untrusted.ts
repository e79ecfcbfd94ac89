import { revealInvisible, visibleText } from './visible-text';

/** `text` in which no opening or closing tag called `tag` can be read. */
export function escapeTag(tag: string, text: string): string {
  return text.replace(new RegExp(`<(?=\\s*/?\\s*${tag})`, 'gi'), '&lt;');
}

function wrap(source: string, text: string): string {
  const name = visibleText(source).replace(/["<>\n\r]/g, '');
  return `<untrusted source="${name}">\n${escapeTag('untrusted', text)}\n</untrusted>`;
}

/** Prose from a stranger as data in a prompt: what cannot be seen is removed and the closing tag cannot be forged. */
export function untrusted(source: string, text: string): string {
  return wrap(source, visibleText(text));
}

/** Code or output from a stranger as data in a prompt: nothing is removed, invisible characters are written out. */
export function untrustedCode(source: string, text: string): string {
  return wrap(source, revealInvisible(text));
}
