/** Variables of the runner that a command may see: where tools are, no secret among them. */
const PASSED = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'JAVA_HOME',
  'MAVEN_HOME',
  'GRADLE_HOME',
  'GOROOT',
  'RUSTUP_HOME',
  'CARGO_HOME',
  'PYENV_ROOT',
  'NVM_DIR',
];

/** The environment of a command: an allow-list, a HOME of its own, and no terminal. */
export function cleanEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  { home, execId, extra }: { home: string; execId: string; extra: Readonly<Record<string, string>> },
): Record<string, string> {
  const passed = PASSED.flatMap((name) =>
    source[name] === undefined ? [] : [[name, source[name]] as const],
  );
  return {
    ...Object.fromEntries(passed),
    HOME: home,
    TMPDIR: `${home}/tmp`,
    CI: 'true',
    TERM: 'dumb',
    NO_COLOR: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    npm_config_update_notifier: 'false',
    ANTON_EXEC_ID: execId,
    ...extra,
  };
}
