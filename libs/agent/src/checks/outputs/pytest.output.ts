import type { TestFailure } from '../check-session';
import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

/** The last line of a run, with and without `-q`. */
const SUMMARY = /^(?:=+ )?(?:no tests ran|\d+ [a-z]+(?:, \d+ [a-z]+)*) in [\d.]+s/gm;
/** `FAILED file.py::Class::test[a - b] - reason`, and `ERROR file.py` for a file that cannot be imported. */
const LISTED = /^(?:FAILED|ERROR) ([^\s[]+(?:\[.*?\](?= - |$))?)(?: - (.*))?$/gm;
/** pytest shows the reason at the end of a trace. */
const TRACE_LINES = 40;

/** The traces, by the name in their title: `Class.test[param]`, or the file of an import error. */
function traces(text: string): Map<string, string> {
  const blocks = failureBlocks(text, {
    begins: /^_{2,} (?:ERROR at \w+ of |ERROR collecting )?(.+?) _{2,}$/,
    ends: /^={5,}/,
  });
  return new Map(blocks.map(({ id, detail }) => [id, detail.split('\n').slice(-TRACE_LINES).join('\n')]));
}

function failuresOf(text: string): TestFailure[] {
  const byName = traces(text);
  return [...text.matchAll(LISTED)].map(([, id = '', reason = '']) => {
    const name = id.includes('::') ? id.split('::').slice(1).join('.') : id;
    return { id, detail: byName.get(name) ?? reason };
  });
}

/** pytest (https://docs.pytest.org/en/stable/how-to/output.html). */
export const readPytest: TestOutputReader = (text) => {
  const summary = text.match(SUMMARY)?.join('\n');
  if (summary === undefined) return null;
  const failed = sumOf(summary, /(\d+) (?:failed|errors?)\b/g) ?? 0;
  const others = sumOf(summary, /(\d+) (?:passed|skipped|xfailed|xpassed)\b/g) ?? 0;
  const skipped = sumOf(summary, /(\d+) skipped\b/g) ?? 0;
  return { tests: failed + others, failed, skipped, failures: failuresOf(text) };
};
