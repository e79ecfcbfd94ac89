/** Unicode "format" characters (zero-width, bidi, tags), other controls and variation selectors, minus tab and line ends. */
const INVISIBLE = /(?![\t\n\r])[\p{Cf}\p{Cc}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u115F\u1160\u3164\uFFA0]/gu;
const HTML_COMMENT = /<!--[\s\S]*?(?:-->|$)/g;

/** `text` as a person would see it rendered: without invisible and bidi characters and without HTML comments. */
export function visibleText(text: string): string {
  let visible = text.replace(INVISIBLE, '');
  // Removing a comment can put a new one together.
  for (let before = ''; before !== visible;) {
    before = visible;
    visible = visible.replace(HTML_COMMENT, '');
  }
  return visible;
}

/** `text` with every invisible and bidi character written out as `<U+202E>`; for code, where nothing may get lost. */
export function revealInvisible(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}
