/** What the output of a test runner says. */
interface TestCounts {
  readonly tests: number;
  readonly failed: number;
}

/** How one test runner writes its summary and its failing tests. Text for people: what is not recognised stays unknown. */
export interface TestOutputFormat {
  readonly name: string;
  /** Null when the text is not of this runner. */
  counts(text: string): TestCounts | null;
  /** Matches the line of a failing test; group 1 is its id. */
  readonly failure: RegExp;
}

function sum(text: string, pattern: RegExp): number | null {
  const numbers = [...text.matchAll(pattern)].map((match) => Number(match[1]));
  return numbers.length === 0 ? null : numbers.reduce((total, number) => total + number, 0);
}

function labelled(text: string, tests: RegExp, failed: RegExp): TestCounts | null {
  const all = sum(text, tests);
  return all === null ? null : { tests: all, failed: sum(text, failed) ?? 0 };
}

/** Summaries that name passed and failed instead of a total. */
function added(text: string, passed: RegExp, failed: RegExp): TestCounts | null {
  const good = sum(text, passed);
  const bad = sum(text, failed);
  return good === null && bad === null ? null : { tests: (good ?? 0) + (bad ?? 0), failed: bad ?? 0 };
}

export const TEST_OUTPUTS: readonly TestOutputFormat[] = [
  {
    name: 'node:test',
    counts: (text) => labelled(text, /^(?:ℹ|#) tests (\d+)$/gm, /^(?:ℹ|#) fail (\d+)$/gm),
    failure: /^\s*(?:✖ (?!failing tests:)(.+?) \([\d.]+m?s\)|not ok \d+ - (.+))$/,
  },
  {
    name: 'vitest',
    counts: (text) => {
      const line = /^\s*Tests {2}(.*)\((\d+)\)/m.exec(text);
      return line === null
        ? null
        : { tests: Number(line[2]), failed: Number(/(\d+) failed/.exec(line[1] ?? '')?.[1] ?? 0) };
    },
    failure: /^\s*FAIL\s+(.+ > .+)$/,
  },
  {
    name: 'jest',
    counts: (text) => labelled(text, /^Tests:.*?(\d+) total/gm, /^Tests:.*?(\d+) failed/gm),
    failure: /^\s+● (.+ › .+)$/,
  },
  {
    name: 'pytest',
    counts: (text) =>
      /^(?:=+ )?.*\bin [\d.]+s/m.test(text)
        ? added(text, /\b(\d+) passed\b/g, /\b(\d+) (?:failed|errors?)\b/g)
        : null,
    failure: /^(?:FAILED|ERROR) (\S+::.*?)(?: - .*)?$/,
  },
  {
    name: 'surefire',
    counts: (text) => {
      const totals = [
        ...text.matchAll(/^(?:\[\w+\] )?Tests run: (\d+), Failures: (\d+), Errors: (\d+)/gm),
      ].at(-1);
      return totals === undefined
        ? null
        : { tests: Number(totals[1]), failed: Number(totals[2]) + Number(totals[3]) };
    },
    failure: /^\[ERROR\]\s+([\w$.]+\.[\w$]+):\d+/,
  },
  {
    name: 'cargo',
    counts: (text) =>
      text.includes('test result:') ? added(text, /(\d+) passed;/g, /(\d+) failed;/g) : null,
    failure: /^test (.+) \.\.\. FAILED$/,
  },
  {
    name: 'go',
    counts: () => null,
    failure: /^\s*--- FAIL: (\S+)/,
  },
  {
    name: 'unittest',
    counts: (text) => {
      const ran = /^Ran (\d+) tests? in/m.exec(text);
      return ran === null
        ? null
        : { tests: Number(ran[1]), failed: sum(text, /(?:failures|errors)=(\d+)/g) ?? 0 };
    },
    failure: /^(?:FAIL|ERROR): (\S+ \(.+\))$/,
  },
];
