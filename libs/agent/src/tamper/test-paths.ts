/** Where tests lie, by the conventions of each ecosystem. Helpers and snapshots in a folder of tests belong to them. */
const FOLDERS = /(?:^|\/)(?:__tests__|__snapshots__|tests?|specs?|e2e|cypress|testdata)\//;
const JAVA_FOLDERS = /(?:^|\/)src\/(?:test|\w+Test)\//;
const NAMES: readonly RegExp[] = [
  /\.(?:test|spec|e2e-spec|cy)\.[cm]?[jt]sx?$/,
  /(?:^|\/)(?:Test\w*|\w+(?:Tests?|TestCase|IT|Spec))\.(?:java|kt|kts|groovy|scala|cs|php|swift)$/,
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/,
  /_test\.go$/,
  /_(?:test|spec)\.(?:rb|exs|dart)$/,
];

const CI =
  /^(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\b|\.circleci\/|\.buildkite\/|\.ci\/|\.travis\.|\.drone\.|azure-pipelines|bitbucket-pipelines|appveyor\.)|(?:^|\/)Jenkinsfile/;
const CONFIG_FILE =
  /^(?:(?:jest|vitest|vite|karma|playwright|cypress|ava|wdio)\b.*\.(?:[cm]?[jt]s|json|ya?ml)|\.mocharc.*|\.nycrc.*|\.c8rc.*|pytest\.ini|tox\.ini|conftest\.py|noxfile\.py|\.coveragerc|anton\.ya?ml|junit-platform\.properties|testng.*\.xml|nextest\.toml)$/;
/** Files that configure much else: only lines that speak of tests count. */
const SHARED_CONFIG =
  /^(?:package\.json|pom\.xml|build\.gradle(?:\.kts)?|pyproject\.toml|setup\.cfg|Cargo\.toml|Makefile|AGENTS\.md)$/;
const SPEAKS_OF_TESTS =
  /\b(?:\w*tests?|jest|vitest|mocha|surefire|failsafe|pytest|addopts|skipTests|ignoreFailures|testFailureIgnore|excludes?)\b/i;

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True for a file of tests, or one that only tests use. */
export function isTestFile(path: string): boolean {
  return FOLDERS.test(path) || JAVA_FOLDERS.test(path) || NAMES.some((name) => name.test(path));
}

/** True for what a continuous integration runs by. */
export function isCiConfig(path: string): boolean {
  return CI.test(path);
}

/** True when a change of these lines of a file changes how tests run. */
export function isTestConfig(path: string, changedLines: readonly string[]): boolean {
  const name = baseOf(path);
  return (
    CONFIG_FILE.test(name) ||
    (SHARED_CONFIG.test(name) && changedLines.some((line) => SPEAKS_OF_TESTS.test(line)))
  );
}
