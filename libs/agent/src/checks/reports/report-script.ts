import { quote } from 'shell-quote';

/** Of all reports of one run together; a report of 10,000 tests has about 3 MB. */
export const MAX_REPORT_BYTES = 20 * 1024 * 1024;
const MAX_REPORTS = 2_000;
export const REPORT_MARK = 'ANTON-REPORT';
export const ROOT_MARK = 'ANTON-ROOT';

/** Commands of runners that write no report into the tree; a build tool of the JVM beside them does. */
const WRITES_ELSEWHERE =
  /^(?!.*\b(?:mvnw?|gradlew?)\b).*\b(?:npm|pnpm|yarn|npx|node|pytest|python3?|go|cargo)\b/s;
/** Where Maven (surefire, failsafe) and Gradle leave theirs. */
const IN_TREE =
  '{,*/,*/*/,*/*/*/}{target/surefire-reports/TEST-*.xml,target/failsafe-reports/TEST-*.xml,build/test-results/*.xml,build/test-results/*/*.xml}';

/** The folder for reports lies in HOME, outside the tree: it is new for every run, so that nothing old is in it. */
function folderOf(id: string): string {
  return `ANTON_REPORTS="\${HOME:-/tmp}"/${quote([`.anton-reports-${id}`])}`;
}

/** `command` with a new folder for reports; pytest writes there by itself, whoever calls it. */
export function withReportFolder(id: string, command: string): string {
  return [
    `export ${folderOf(id)}`,
    'rm -rf -- "$ANTON_REPORTS" && mkdir -p -- "$ANTON_REPORTS" && : > "$ANTON_REPORTS/.begun"',
    `export PYTEST_ADDOPTS="\${PYTEST_ADDOPTS:-} '--junitxml=$ANTON_REPORTS/pytest.xml' -o junit_family=xunit1"`,
    command,
  ].join('\n');
}

/**
 * Prints every report of the run with its size and name, and removes the folder. bash and coreutils are all it needs.
 * A report in the tree counts only when it is not older than the beginning of the run: an earlier run's is left alone.
 */
export function collectScript(id: string, command: string): string {
  return [
    folderOf(id),
    'shopt -s nullglob; exec 2>/dev/null; total=0; count=0',
    'emit() {',
    `  [[ -f $1 && ! -L $1 && $1 != *$'\\n'* ]] || return 0`,
    '  local size; size=$(wc -c < "$1") || return 0; size=$((size))',
    `  (( count < ${MAX_REPORTS} && total + size <= ${MAX_REPORT_BYTES} )) || return 0`,
    '  count=$((count + 1)); total=$((total + size))',
    `  printf '${REPORT_MARK} %d %s\\n' "$size" "$1"; head -c "$size" -- "$1"; echo`,
    '}',
    `printf '${ROOT_MARK} %s\\n' "$PWD"`,
    'for file in "$ANTON_REPORTS"/*; do emit "$file"; done',
    ...(WRITES_ELSEWHERE.test(command)
      ? []
      : [`for file in ${IN_TREE}; do [[ $file -ot $ANTON_REPORTS/.begun ]] || emit "$file"; done`]),
    'rm -rf -- "$ANTON_REPORTS"',
  ].join('\n');
}
