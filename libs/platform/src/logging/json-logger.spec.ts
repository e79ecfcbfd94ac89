import { describe, expect, it } from 'vitest';
import { JsonLogger } from './json-logger';
import { traceIdOf, withLogFields } from './log-context';
import { Redactor } from './redactor';

function capture(secrets: string[] = []) {
  const lines: string[] = [];
  const logger = new JsonLogger({
    app: 'test',
    level: 'info',
    redactor: new Redactor(secrets),
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('JsonLogger', () => {
  it('puts task_id and trace_id on every line inside the scope, also after an await', async () => {
    const { logger, parsed } = capture();
    await withLogFields({ task_id: 't-1', trace_id: 'abc' }, async () => {
      await Promise.resolve();
      logger.log('inside', 'Context');
    });
    logger.log('outside');
    expect(parsed()[0]).toMatchObject({
      task_id: 't-1',
      trace_id: 'abc',
      message: 'inside',
      context: 'Context',
      app: 'test',
    });
    expect(parsed()[1]).not.toHaveProperty('task_id');
  });

  it.each([
    ['plain', (secret: string) => secret],
    ['base64', (secret: string) => Buffer.from(secret).toString('base64')],
    ['hex', (secret: string) => Buffer.from(secret).toString('hex')],
    ['url', (secret: string) => encodeURIComponent(secret)],
    ['json', (secret: string) => JSON.stringify(secret)],
  ])('redacts a known secret written as %s', (_form, write) => {
    const secret = 'p4ss"w/rd+with%marks';
    const { logger, lines } = capture([secret]);
    logger.error(`it said ${write(secret)}`);
    expect(lines.join('')).toContain('[redacted]');
    expect(lines.join('')).not.toContain(JSON.stringify(write(secret)).slice(1, -1));
  });

  it('redacts the shapes of tokens it does not know', () => {
    const { logger, lines } = capture();
    logger.log(`token ghp_${'a'.repeat(36)} and sk-ant-${'b'.repeat(40)}`);
    expect(lines.join('')).not.toMatch(/ghp_|sk-ant-/);
  });

  it('writes an error with its stack', () => {
    const { logger, parsed } = capture();
    logger.error(new Error('boom'));
    expect(parsed()[0]).toMatchObject({ message: 'boom', err: { type: 'Error' } });
  });
});

describe('traceIdOf', () => {
  it('reads a W3C traceparent', () => {
    expect(traceIdOf(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`)).toBe('a'.repeat(32));
    expect(traceIdOf('nonsense')).toBeUndefined();
  });
});
