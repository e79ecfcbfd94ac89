import { describe, expect, it } from 'vitest';
import { checkEnvironment, doctoredApp, type DoctoredApp } from './check-environment';

const KEYS = { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b' };
const SERVICES = { BROKER_URI: 'amqp://localhost', DATABASE_URL: 'postgresql://localhost/anton' };

function bad(variables: Readonly<Record<string, string>>, app: DoctoredApp): string[] {
  return checkEnvironment(variables, app)
    .findings.filter(({ state }) => state === 'bad')
    .map(({ detail }) => detail);
}

describe('the environment of the orchestrator', () => {
  it('needs no secret of a webhook, and says nothing of sources', () => {
    const { environment, findings } = checkEnvironment({ ...KEYS, ...SERVICES }, 'orchestrator');
    expect(environment).not.toBeNull();
    expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual(['environment good']);
  });

  it('needs its broker and its ledger, unless the queue is embedded', () => {
    expect(bad(KEYS, 'orchestrator')).toEqual(['BROKER_URI: missing', 'DATABASE_URL: missing']);
    expect(bad({ ...KEYS, ANTON_QUEUE: 'embedded' }, 'orchestrator')).toEqual([]);
  });

  it('may run tasks as Jobs', () => {
    const variables = { ...KEYS, ...SERVICES, ANTON_EXECUTOR: 'kubernetes' };
    expect(doctoredApp(variables)).toBe('orchestrator');
    expect(bad(variables, 'orchestrator')).toEqual([]);
  });
});

describe('the environment of the line in one process', () => {
  it('needs the secret of some webhook', () => {
    expect(doctoredApp(KEYS)).toBe('anton');
    expect(bad(KEYS, 'anton')).toEqual([expect.stringContaining('WEBHOOK_SECRET')]);
    const { findings } = checkEnvironment({ ...KEYS, WEBHOOK_SECRET: 's'.repeat(20) }, 'anton');
    expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'environment good',
      'source jira good',
      'source datadog warning',
      'source sonar good',
    ]);
  });
});
