import { TOOL_HOMES } from '@anton/platform';

/**
 * Variables of the runner that a command may see: where tools are, and whose certificates count where a company reads
 * along; no secret among them.
 */
const PASSED = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  ...TOOL_HOMES,
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
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
    // Go makes downloaded modules read-only, folders too: nobody but root could remove such a HOME.
    GOFLAGS: '-modcacherw',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    npm_config_update_notifier: 'false',
    ANTON_EXEC_ID: execId,
    ...extra,
  };
}
