import { describe, expect, it } from 'vitest';
import { readAntonEnvironment } from './anton.env';

const KEYS = { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b' };

describe('readAntonEnvironment', () => {
  it('names every missing variable with what it is for, and the lack of any webhook secret', () => {
    expect(() => readAntonEnvironment({})).toThrow(
      /ANTHROPIC_API_KEY: missing \(key of[\s\S]*OPENAI_API_KEY: missing[\s\S]*WEBHOOK_SECRET: missing/,
    );
    expect(() => readAntonEnvironment(KEYS)).toThrow(/WEBHOOK_SECRET: missing/);
  });

  it('is content with the secret of one source', () => {
    const environment = readAntonEnvironment({ ...KEYS, WEBHOOK_SECRET_DATADOG: 's' });
    expect(environment).toMatchObject({
      PORT: 8080,
      ANTON_MAX_RUNS: 2,
      ANTON_QUEUE: 'embedded',
      ANTON_DATA_DIR: '.anton',
    });
    expect(environment.ANTON_CATALOG_DIR).toMatch(/catalog$/);
  });

  it.each(['WEBHOOK_SECRET_GENERIC_BILLING', 'WEBHOOK_SECRET_PAGER_FILE'])(
    'is content with %s, which only sources.yaml or an extension knows',
    (name) => {
      expect(readAntonEnvironment({ ...KEYS, [name]: '/dev/null' }).PORT).toBe(8080);
      expect(() => readAntonEnvironment({ ...KEYS, [name]: '' })).toThrow(/WEBHOOK_SECRET: missing/);
    },
  );

  it('has no silent fallback for another queue', () => {
    expect(() => readAntonEnvironment({ ...KEYS, WEBHOOK_SECRET: 's', ANTON_QUEUE: 'rabbitmq' })).toThrow(
      /ANTON_QUEUE/,
    );
  });
});
