const HALF_CHARACTER = /\p{Cs}/gu;

/** `text` without the half characters (lone surrogates) that a cut leaves; model vendors refuse them. */
export function wholeCharacters(text: string): string {
  return text.replace(HALF_CHARACTER, '');
}
