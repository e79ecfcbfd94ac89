import { decodeXML } from 'entities';
import { XMLParser } from 'fast-xml-parser';
import type { ReportedTest } from './test-result';

/** Who wrote the report: names are put together as that runner prints them. */
export type JunitDialect = 'pytest' | 'vitest' | 'node' | 'other';

type Element = Readonly<Record<string, unknown>>;

/** No report of a test runner nests deeper; node:test nests its suites. */
const MAX_DEPTH = 60;
/** pytest gives the reason at the end of a trace. */
const TRACE_LINES = 40;

/** No entity is expanded and no value converted: the report comes from a repository's own code. */
const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  processEntities: false,
  htmlEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  maxNestedTags: MAX_DEPTH,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

function elements(parent: Element, name: string): Element[] {
  const found = parent[name];
  const list: readonly unknown[] = Array.isArray(found) ? found : [];
  return list.map((item) =>
    typeof item === 'object' && item !== null ? (item as Element) : { '#text': item },
  );
}

function textOf(element: Element, name: string): string {
  const value = element[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? decodeXML(first) : '';
}

/** `tests/test_a.py::TestK::test_name[a - b]`, the name by which pytest runs it (with `junit_family=xunit1`). */
function pytestId(test: Element): string {
  const [file, name, owner] = [textOf(test, '@file'), textOf(test, '@name'), textOf(test, '@classname')];
  if (file === '') return [owner, name].filter((part) => part !== '').join('.');
  const module = file.replace(/\.py$/, '').replaceAll('/', '.');
  const classes = owner.startsWith(`${module}.`) ? owner.slice(module.length + 1).split('.') : [];
  return [file, ...classes, name].join('::');
}

function idOf(test: Element, suites: readonly string[], dialect: JunitDialect): string {
  const [name, owner] = [textOf(test, '@name'), textOf(test, '@classname')];
  switch (dialect) {
    case 'pytest':
      return pytestId(test);
    case 'node':
      return [...suites, name].join(' > ');
    case 'vitest':
      return [owner, name].join(' > ');
    case 'other':
      return [owner, name.replace(/\(\)$/, '')].filter((part) => part !== '').join('.');
  }
}

function reported(test: Element, suites: readonly string[], dialect: JunitDialect): ReportedTest {
  const id = idOf(test, suites, dialect);
  if (test['skipped'] !== undefined) return { id, status: 'skipped', detail: '' };
  const [fault] = [...elements(test, 'failure'), ...elements(test, 'error')];
  if (fault === undefined) return { id, status: 'passed', detail: '' };
  const text = textOf(fault, '#text')
    .replace(/^\s*\n/, '')
    .trimEnd();
  const lines = (text || textOf(fault, '@message')).split('\n');
  const kept = dialect === 'pytest' ? lines.slice(-TRACE_LINES) : lines;
  return { id, status: 'failed', detail: kept.join('\n') };
}

function walk(parent: Element, suites: readonly string[], dialect: JunitDialect): ReportedTest[] {
  return [
    ...elements(parent, 'testcase').map((test) => reported(test, suites, dialect)),
    ...elements(parent, 'testsuite').flatMap((suite) =>
      walk(suite, [...suites, textOf(suite, '@name')], dialect),
    ),
  ];
}

/**
 * The tests of one JUnit XML file: surefire, failsafe, Gradle, pytest, vitest, node:test. Null when it is no such file,
 * or one that no runner would write (a document type, nesting without end).
 */
export function readJunit(xml: string, dialect: JunitDialect): ReportedTest[] | null {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return null;
  try {
    const document = PARSER.parse(xml) as Element;
    const roots = [...elements(document, 'testsuites'), document];
    return roots.flatMap((root) => walk(root, [], dialect));
  } catch {
    return null;
  }
}
