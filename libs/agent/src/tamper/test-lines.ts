/** What keeps a test from running, or all others (`only`). */
const SKIPS: readonly RegExp[] = [
  /\b(?:it|test|describe|context|suite)\.(?:skip|todo|fixme|only|skipIf|runIf)\b/,
  /\b[xf](?:it|test|describe|context)\s*\(/,
  /@(?:Disabled|Ignore|EnabledIf|DisabledIf)\w*\b/,
  /\bpytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b/,
  /@(?:unittest\.)?(?:skip|skipIf|skipUnless|expectedFailure)\b/,
  /\bself\.skipTest\(/,
  /\b[tb]\.Skip(?:f|Now)?\(/,
  /#\[ignore\b/,
  /\bskip\s*:\s*(?:true|['"`])/,
  /\benabled\s*=\s*false\b/,
  /\bassume\w*\(\s*(?:false|true\s*==\s*false)/,
];
const DECLARATION =
  /\b(?:it|test)(?:\.\w+)*\s*\(\s*['"`]|@(?:Test|ParameterizedTest|RepeatedTest)\b|^\s*(?:async )?def test_|^func (?:Test|Fuzz|Example)\w*\(|#\[(?:\w+::)?test\b/;
const ASSERTION =
  /^\s*assert\b|\b(?:assert\w*|expect\w*|verify|should)(?:\.\w+)*\s*[.(!]|\brequire\.[A-Z]\w*\(|\bt\.(?:Error|Fatal)f?\(/;

/** True for a line that skips a test. */
export function skipsTest(line: string): boolean {
  return SKIPS.some((mark) => mark.test(line));
}

/** How many of the lines declare a test. */
export function declarationsIn(lines: readonly string[]): number {
  return lines.filter((line) => DECLARATION.test(line)).length;
}

/** How many of the lines assert something. */
export function assertionsIn(lines: readonly string[]): number {
  return lines.filter((line) => ASSERTION.test(line)).length;
}
