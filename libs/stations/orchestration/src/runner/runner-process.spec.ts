import { expect, it } from 'vitest';
import { TOOL_HOMES } from '@anton/platform';
import { runnerEnvironment, runnerPodEnvironment, type RunnerSettings } from './runner-process';

const SETTINGS: RunnerSettings = {
  ANTHROPIC_API_KEY: 'canary-key',
  OPENAI_API_KEY: 'canary-key',
  GITHUB_TOKEN: 'canary-key',
  ANTON_EXTENSIONS: '',
  ANTON_REQUIRE_SANDBOX: false,
  LOG_LEVEL: 'info',
};
const ENDPOINT = 'http://collector:4318';

it.each([
  [
    'on this machine',
    (settings: RunnerSettings) => runnerEnvironment(settings, { PATH: '/bin', OTHER: 'x' }),
  ],
  ['in a Pod', runnerPodEnvironment],
])('a runner %s sends its traces where this process does, and gets no secret', (_where, environmentOf) => {
  expect(environmentOf(SETTINGS)).not.toHaveProperty('OTEL_EXPORTER_OTLP_ENDPOINT');
  const environment = environmentOf({ ...SETTINGS, OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT });
  expect(environment).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, LOG_LEVEL: 'info' });
  expect(JSON.stringify(environment)).not.toContain('canary');
  expect(environment).not.toHaveProperty('OTHER');
});

it('a runner on this machine knows where every toolchain is that its commands may see', () => {
  const homes = Object.fromEntries(TOOL_HOMES.map((name) => [name, `/opt/${name}`]));
  expect(runnerEnvironment(SETTINGS, homes)).toMatchObject(homes);
});
