const IN_FRONT = String.raw`^\s*(?:(?:cross-env|npx|pnpm exec|yarn|\w+=\S+|node\s+\S*bin/\S*)\s+)*`;
const VITEST = new RegExp(`${IN_FRONT}vitest\\b`);
const JEST = new RegExp(`${IN_FRONT}(?:jest|react-scripts\\s+test)\\b`);
const NODE_TEST = /\bnode\b[^&|;]*\s--test(?=\s|$)/;

/** A shell script's last command: arguments that are handed on go to that one. */
function lastOf(script: string): string {
  return script.split(/&&|\|\||;|\|/).at(-1) ?? '';
}

/** True for a script that vitest ends. */
function isVitest(script: string): boolean {
  return VITEST.test(lastOf(script));
}

/** True for a script that jest ends, also by react-scripts. */
function isJest(script: string): boolean {
  return JEST.test(lastOf(script));
}

/** What ends a runner that would wait for changes. */
export function onceFlag(script: string): string | null {
  const last = lastOf(script);
  if (isVitest(script) && !/\brun\b|--run\b/.test(last)) return '--run';
  if (isJest(script) && !last.includes('--watchAll=false')) return '--watchAll=false';
  return null;
}

/** Arguments after which the runner writes a report into `$ANTON_REPORTS`; null when it has its own or is another. */
function reportArguments(script: string): string | null {
  if (isVitest(script) && !/--reporter|--outputFile/.test(script))
    return '--reporter=default --reporter=junit --outputFile.junit="$ANTON_REPORTS/vitest.xml"';
  if (isJest(script) && !/--json|--outputFile/.test(script))
    return '--json --outputFile="$ANTON_REPORTS/jest.json"';
  return null;
}

/** Paths in NODE_OPTIONS are quoted as node wants it; a node that does not know the options runs without them. */
const NODE_REPORT = [
  'ANTON_NODE_OPTIONS="${NODE_OPTIONS:-} --test-reporter=junit \\"--test-reporter-destination=$ANTON_REPORTS/node.xml\\" --test-reporter=spec --test-reporter-destination=stdout"',
  'if NODE_OPTIONS="$ANTON_NODE_OPTIONS" node -e 0 > /dev/null 2>&1; then export NODE_OPTIONS="$ANTON_NODE_OPTIONS"; fi',
].join('\n');

/** How arguments are handed on through a command. */
export type HandOn = (command: string, args: string) => string;

const APPENDED: HandOn = (command, args) => `${command} ${args}`;

/**
 * `command` with what makes its runner write a report, or null when it needs nothing or cannot be made to.
 * `script` is what the command runs in the end: of `npm test` the script of package.json.
 */
export function reportingCommand(
  command: string,
  script: string = command,
  handOn: HandOn = APPENDED,
): string | null {
  const args = reportArguments(script);
  if (args !== null) return handOn(command, args);
  return NODE_TEST.test(script) && !script.includes('--test-reporter') ? `${NODE_REPORT}\n${command}` : null;
}
