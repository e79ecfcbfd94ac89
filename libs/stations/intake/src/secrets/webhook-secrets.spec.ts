import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebhookSource, type Intake } from '@anton/webhooks';
import { secretVariable, WebhookSecrets } from './webhook-secrets';

class Source extends WebhookSource {
  readonly bodyLimit = 1;

  constructor(
    readonly secretInClear: boolean,
    override readonly acceptsSignature: boolean,
  ) {
    super();
  }

  authenticate(): boolean {
    return false;
  }

  interpret(): Intake {
    return { kind: 'ignored', reason: 'a source of a spec' };
  }

  sign(): Record<string, string> {
    return {};
  }
}

const signing = new Source(false, false);
const inClear = new Source(true, false);
const both = new Source(true, true);
const named = (name: string, provider: WebhookSource) => ({ name, provider });

describe('secretVariable', () => {
  it.each([
    ['jira', 'WEBHOOK_SECRET_JIRA'],
    ['pager-duty', 'WEBHOOK_SECRET_PAGER_DUTY'],
    ['generic/billing-eu', 'WEBHOOK_SECRET_GENERIC_BILLING_EU'],
  ])('of %s is %s', (source, variable) => {
    expect(secretVariable(source)).toBe(variable);
  });
});

describe('WebhookSecrets', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anton-secrets-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    [
      'its own, newest first',
      { WEBHOOK_SECRET_MY_APP: 'own', WEBHOOK_SECRET_MY_APP_PREVIOUS: 'old' },
      ['own', 'old'],
    ],
    ['its own alone', { WEBHOOK_SECRET: 'shared', WEBHOOK_SECRET_MY_APP: 'own' }, ['own']],
    [
      'the shared one else',
      { WEBHOOK_SECRET: 'shared', WEBHOOK_SECRET_PREVIOUS: 'past' },
      ['shared', 'past'],
    ],
    ['no empty one', { WEBHOOK_SECRET: '', WEBHOOK_SECRET_MY_APP: '' }, []],
  ])('gives a source that signs %s', (_what, variables, secrets) => {
    expect(new WebhookSecrets(variables).of('my-app', signing)).toEqual({ secrets, signing: [] });
  });

  it('holds the shared secret against signatures alone where a secret travels in clear', () => {
    const secrets = new WebhookSecrets({ WEBHOOK_SECRET: 'shared', WEBHOOK_SECRET_A: 'own' });
    expect(secrets.of('a', both)).toEqual({ secrets: ['own'], signing: ['shared'] });
    expect(secrets.of('a', inClear)).toEqual({ secrets: ['own'], signing: [] });
    expect(secrets.of('b', inClear)).toEqual({ secrets: [], signing: [] });
  });

  it('reads NAME_FILE every time, without the line end', async () => {
    const file = join(folder, 'token');
    const secrets = new WebhookSecrets({ WEBHOOK_SECRET_A_FILE: file, WEBHOOK_SECRET_A_PREVIOUS: 'old' });
    for (const text of ['one', 'two']) {
      await writeFile(file, `${text}\n`);
      expect(secrets.of('a', inClear).secrets).toEqual([text, 'old']);
    }
    await rm(file);
    expect(() => secrets.of('a', inClear)).toThrow('WEBHOOK_SECRET_A_FILE');
  });

  it('refuses a secret in clear that also signs, and nothing else', () => {
    const sources = [named('a', both), named('b', inClear), named('c', signing)];
    const refuse = (variables: Record<string, string>) => () =>
      new WebhookSecrets(variables).refuseSharing(sources);
    expect(refuse({ WEBHOOK_SECRET_B: 'x', WEBHOOK_SECRET_C: 'x' })).toThrow('WEBHOOK_SECRET_B');
    expect(refuse({ WEBHOOK_SECRET_A_PREVIOUS: 'x', WEBHOOK_SECRET: 'x' })).toThrow('WEBHOOK_SECRET_A');
    expect(refuse({ WEBHOOK_SECRET_A: 'x', WEBHOOK_SECRET_B: 'x', WEBHOOK_SECRET_C: 'y' })).not.toThrow();
  });
});
