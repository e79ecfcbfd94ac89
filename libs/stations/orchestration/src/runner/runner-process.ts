import { dirname, join } from 'node:path';
import { entryFile, heapFlags, TOOL_HOMES } from '@anton/platform';

/** What the environment of an application says about its runners. */
export interface RunnerSettings {
  readonly ANTHROPIC_API_KEY: string;
  readonly ANTHROPIC_BASE_URL?: string | undefined;
  readonly OPENAI_API_KEY: string;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly GITHUB_TOKEN?: string | undefined;
  readonly GITHUB_HOST?: string | undefined;
  readonly ANTON_EGRESS_URL?: string | undefined;
  readonly ANTON_EGRESS_PASSWORD?: string | undefined;
  readonly ANTON_EXTENSIONS: string;
  readonly ANTON_REQUIRE_SANDBOX: boolean;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly LOG_LEVEL: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

function withoutAbsent(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  ) as Record<string, string>;
}

/** The runner of this build, started by the Node that runs this process. */
export function runnerCommand(): readonly string[] {
  const program = join(dirname(entryFile()), '..', 'runner', 'main.js');
  return [process.execPath, ...heapFlags([]), '--no-warnings', program];
}

/** Where tools are; the rest of this process's environment stays here. */
const PASSED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  ...TOOL_HOMES,
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** What a runner on this machine may know that is no secret. */
export function runnerEnvironment(environment: RunnerSettings, variables: Variables): Record<string, string> {
  const passed = Object.fromEntries(PASSED.map((name) => [name, variables[name]]));
  const { ANTON_EGRESS_URL } = environment;
  return { ...withoutAbsent({ ...passed, ANTON_EGRESS_URL }), ...runnerPodEnvironment(environment) };
}

/** What a runner in a Pod may know that is no secret: nothing of this machine. */
export function runnerPodEnvironment(environment: RunnerSettings): Record<string, string> {
  return withoutAbsent({
    ANTHROPIC_BASE_URL: environment.ANTHROPIC_BASE_URL,
    OPENAI_BASE_URL: environment.OPENAI_BASE_URL,
    GITHUB_HOST: environment.GITHUB_HOST,
    ANTON_EXTENSIONS: environment.ANTON_EXTENSIONS,
    ANTON_REQUIRE_SANDBOX: environment.ANTON_REQUIRE_SANDBOX ? '1' : '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: environment.OTEL_EXPORTER_OTLP_ENDPOINT,
    LOG_LEVEL: environment.LOG_LEVEL,
  });
}

/** What a runner gets through its pipe. */
export function runnerSecrets(environment: RunnerSettings): Record<string, string> {
  return withoutAbsent({
    ANTHROPIC_API_KEY: environment.ANTHROPIC_API_KEY,
    OPENAI_API_KEY: environment.OPENAI_API_KEY,
    GITHUB_TOKEN: environment.GITHUB_TOKEN,
    ANTON_EGRESS_PASSWORD: environment.ANTON_EGRESS_PASSWORD,
  });
}
