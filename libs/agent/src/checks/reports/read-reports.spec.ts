import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReports } from './read-reports';
import { collectScript, MAX_REPORT_BYTES } from './report-script';
import { readReportStream } from './report-stream';

/** As the runners wrote them; gradle, surefire and jest in the shape that their sources give. */
const sample = (name: string): string => readFileSync(join(import.meta.dirname, 'samples', name), 'utf8');
const read = (path: string, content: string) => readReports({ root: '/srv/app', files: [{ path, content }] });
const suite = (inside: string): string => `<testsuite name="s">${inside}</testsuite>`;

describe('readReports', () => {
  it.each([
    ['node.xml', 'node.xml', [4, 1, 2], ['payments > adds up & <b>'], '2 == 3'],
    ['pytest.xml', 'pytest.xml', [3, 1, 1], ['test_a.py::TestK::test_name[a - b]'], "assert 'a - b' == 'z'"],
    ['vitest.xml', 'vitest.xml', [3, 1, 1], ['v.test.ts > s > a'], 'expected 1 to be 2'],
    [
      'surefire.xml',
      'target/surefire-reports/TEST-p.ATest.xml',
      [4, 2, 1],
      ['p.ATest.bad', 'p.ATest.boom'],
      'expected: <1>',
    ],
    ['gradle.xml', 'build/test-results/test/TEST-BillTest.xml', [2, 1, 0], ['BillTest.pays'], 'expected:<1>'],
    [
      'jest.json',
      '/home/u/.anton-reports-1/jest.json',
      [4, 2, 1],
      ['src/a.test.js › suite › inner', 'src/b.test.js'],
      'Expected: 2',
    ],
  ])('reads %s', (name, path, [tests, failed, skipped], ids, detail) => {
    const result = read(path, sample(name));
    expect(result).toMatchObject({ tests, failed, skipped });
    expect(result?.failures.map(({ id }) => id)).toEqual(ids);
    expect(result?.failures[0]?.detail).toContain(detail);
    expect(result?.cases).toHaveLength(tests ?? 0);
  });

  it('adds up the files of several modules', () => {
    const file = { path: 'a/target/surefire-reports/TEST-p.ATest.xml', content: sample('surefire.xml') };
    const files = [file, { path: 'b/build/test-results/test/TEST-B.xml', content: sample('gradle.xml') }];
    expect(readReports({ root: '/', files })).toMatchObject({ tests: 6, failed: 3 });
  });

  it.each([
    ['an empty file', ''],
    ['no XML', 'Tests run: 3'],
    ['another document', '<html><body>tests</body></html>'],
    ['a report that was cut', '<testsuite name="a"><testcase name="b"'],
    [
      'entities that grow',
      `<!DOCTYPE t [<!ENTITY a "${'x'.repeat(99)}"><!ENTITY b "&a;&a;&a;">]>${suite('<testcase name="&b;"/>')}`,
    ],
    [
      'a file of the machine',
      `<!DOCTYPE t [<!ENTITY f SYSTEM "file:///etc/passwd">]>${suite('<testcase name="&f;"/>')}`,
    ],
    ['nesting without end', '<testsuite>'.repeat(100_000)],
  ])('takes nothing from %s', (_name, content) => {
    expect(read('target/surefire-reports/TEST-a.xml', content)).toBeNull();
    expect(read('jest.json', content)).toBeNull();
  });

  it('bounds names, failures and their lines, whatever a report holds', () => {
    const failure = `<failure>${'line\n'.repeat(500)}</failure>`;
    const tests = Array.from(
      { length: 20_010 },
      (_, n) => `<testcase name="${'n'.repeat(400)}${n}">${n < 50 ? failure : ''}</testcase>`,
    );
    const result = read('TEST-a.xml', suite(tests.join('')));
    expect(result).toMatchObject({ tests: 20_010, failed: 50 });
    expect(result?.failures).toHaveLength(20);
    expect(result?.failures[0]?.detail.split('\n')).toHaveLength(40);
    expect(result?.cases).toHaveLength(20_000);
    expect(result?.cases[0]?.id).toHaveLength(300);
  });

  it('gets through a report of the greatest size', () => {
    const output =
      '<system-out><![CDATA[' + 'log\n'.repeat((MAX_REPORT_BYTES - 100) / 4) + ']]></system-out>';
    expect(read('TEST-a.xml', suite(`<testcase name="t"/>${output}`))?.tests).toBe(1);
  });
});

describe('readReportStream', () => {
  it('takes the files apart by their sizes', () => {
    const text = 'ANTON-ROOT /srv/app\nANTON-REPORT 4 a b.xml\nä\nx\nANTON-REPORT 0 c\n\n';
    expect(readReportStream(Buffer.from(text))).toEqual({
      root: '/srv/app',
      files: [
        { path: 'a b.xml', content: 'ä\nx' },
        { path: 'c', content: '' },
      ],
    });
  });

  it.each([
    '',
    'noise',
    'ANTON-ROOT /\nANTON-REPORT 99 a\nshort',
    'ANTON-ROOT /\nANTON-REPORT x a\n',
    '\u0000\n\n',
  ])('stops at what does not fit: %j', (text) =>
    expect(readReportStream(Buffer.from(text)).files).toEqual([]),
  );
});

describe('collectScript', () => {
  it.each(['cd services/go-api && mvn -B test', 'npm run build && sh ./gradlew test', 'make test'])(
    'looks into the tree after %s',
    (command) => expect(collectScript('1', command)).toContain('surefire-reports'),
  );

  it.each(['npm run --silent test', 'go test -json ./...'])('leaves the tree alone after %s', (command) =>
    expect(collectScript('1', command)).not.toContain('surefire-reports'),
  );
});
