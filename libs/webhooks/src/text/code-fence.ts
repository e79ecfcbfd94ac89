const LANGUAGE = /^[\w+#-]{1,30}$/;

/** A code block of Markdown, with a fence that nothing inside `code` can close; a language that is no word is left out. */
export function fenced(code: string, language: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${LANGUAGE.test(language) ? language : ''}\n${code}\n${fence}`;
}
