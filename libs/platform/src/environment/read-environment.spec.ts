import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BadEnvironmentError } from './bad-environment.error';
import { readEnvironment } from './read-environment';
import { variable } from './variables';

const dir = mkdtempSync(join(tmpdir(), 'anton-env-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const schema = z.object({
  API_KEY: variable.text('for the model'),
  PORT: variable.port(8080, 'where it listens'),
  STRICT: variable.flag('whether it is strict'),
});

describe('readEnvironment', () => {
  it('fills defaults and converts', () => {
    expect(readEnvironment(schema, { API_KEY: 'k', PORT: '1234', STRICT: '1' })).toEqual({
      API_KEY: 'k',
      PORT: 1234,
      STRICT: true,
    });
    expect(readEnvironment(schema, { API_KEY: 'k' })).toEqual({ API_KEY: 'k', PORT: 8080, STRICT: false });
  });

  it('reads NAME_FILE and trims its end of line', () => {
    writeFileSync(join(dir, 'key'), 'from-a-file\n');
    expect(readEnvironment(schema, { API_KEY_FILE: join(dir, 'key') }).API_KEY).toBe('from-a-file');
  });

  it('names every bad variable at once, with its purpose', () => {
    const read = () => readEnvironment(schema, { PORT: 'many', API_KEY_FILE: join(dir, 'absent') });
    expect(read).toThrow(BadEnvironmentError);
    expect(read).toThrow(/API_KEY: missing \(for the model\)/);
    expect(read).toThrow(/PORT: /);
    expect(read).toThrow(/API_KEY_FILE: cannot read/);
  });

  it('takes an empty value for an absent one', () => {
    expect(() => readEnvironment(schema, { API_KEY: '' })).toThrow(/API_KEY: missing/);
  });
});
