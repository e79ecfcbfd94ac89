import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import type { OptionValues } from '../harness/benchmark';
import { review } from './review.bench';
import { readSet } from './set/read-set';

const run = (options: OptionValues) => review.run({ isQuick: false, options, say: () => undefined });
type Found = Awaited<ReturnType<typeof run>>;
const rowOf = ({ rows }: Found, what: string) => rows.find((row) => row.what.includes(what));

describe('the benchmark of the reviewer', () => {
  const { diffs } = readSet();
  const good = diffs.filter(({ expected }) => expected === null).length;
  let models: ScriptedModels;

  beforeEach(async () => {
    models = await startScriptedModels({ reviewer: [{ text: 'nobody asks' }] });
    vi.stubEnv('OPENAI_API_KEY', 'canary-key');
    vi.stubEnv('OPENAI_BASE_URL', models.openaiUrl);
    vi.stubEnv('ANTON_MODEL_REVIEWER', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await models.close();
  });

  it('asks nobody without --live, tells what is there, and gives no rate', async () => {
    const found = await run({});
    expect(models.exchanges).toEqual([]);
    expect(found.rows.filter(({ unit }) => unit === '%')).toEqual([]);
    expect(JSON.stringify(found)).not.toMatch(/caught \(|rejected \(/);
    expect(found.notes.join()).toMatch(/no model was asked.*--live/);
    expect(rowOf(found, 'all: good')?.value).toBe(good);
    expect(rowOf(found, 'all: bad')?.value).toBe(diffs.length - good);
    expect(rowOf(found, 'first request, median')?.value).toBeGreaterThan(4_000);
    expect(rowOf(found, 'first request, largest')?.value).toBeLessThan(20_000);
  });
});
