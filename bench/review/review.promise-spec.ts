import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startScriptedModels, type RequestBody, type ScriptedModels } from '@anton/simulation';
import type { OptionValues } from '../harness/benchmark';
import { review } from './review.bench';
import { readSet } from './set/read-set';

/** Invented answers, of no model: looks at the tree once, and then rejects whatever it is shown by its first line. */
function rejectsAll(body: RequestBody) {
  const text = JSON.stringify(body['input']);
  if (!text.includes('function_call_output')) return { tools: [{ name: 'ls', input: {} }] };
  const [, file] = /diff --git a\/(\S+)/.exec(text) ?? [];
  const [, start] = /@@ -\S+ \+(\d+)/.exec(text) ?? [];
  const lines = { file, start_line: Number(start), end_line: Number(start) + 20 };
  const words = { title: 't', failure_scenario: 's', fix_hint: '', confidence: 1 };
  const found = { id: 'a', severity: 'high', category: 'correctness', ...lines, ...words };
  return { json: { earlier: [], findings: [found], summary: 'no' } };
}

const run = (options: OptionValues) => review.run({ isQuick: false, options, say: () => undefined });
type Found = Awaited<ReturnType<typeof run>>;
const rowOf = ({ rows }: Found, what: string) => rows.find((row) => row.what.includes(what));

describe('the benchmark of the reviewer, live', () => {
  const { diffs, version } = readSet();
  let dir: string;
  let models: ScriptedModels;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'anton-review-spec-'));
    models = await startScriptedModels({ reviewer: [rejectsAll] });
    vi.stubEnv('OPENAI_API_KEY', 'canary-key');
    vi.stubEnv('OPENAI_BASE_URL', models.openaiUrl);
    vi.stubEnv('ANTON_MODEL_REVIEWER', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await models.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('asks a live model about every change, records it, and scores the recording', async () => {
    const record = join(dir, 'answers.jsonl');
    const live = await run({ live: true, record });
    expect(models.exchanges).toHaveLength(2 * diffs.length);
    expect(rowOf(live, 'good diffs rejected')).toMatchObject({ value: 100, unit: '%' });
    expect(rowOf(live, 'calls')?.value).toBe(2 * diffs.length);
    expect(rowOf(live, 'cost')?.value).toBeGreaterThan(0);
    expect(live.notes.join()).toContain(new URL(models.openaiUrl).host);
    expect(readFileSync(record, 'utf8')).not.toContain('canary-key');
    await models.close();
    expect(await run({ from: record })).toEqual(live);
    await expect(run({ live: true, record })).rejects.toThrow(/EEXIST/);
    const text = readFileSync(record, 'utf8');
    const refuses = async (changed: string, message: RegExp): Promise<void> => {
      const file = join(dir, 'changed.jsonl');
      writeFileSync(file, changed);
      await expect(run({ from: file })).rejects.toThrow(message);
    };
    await refuses(text.split('\n').slice(0, -3).join('\n'), /2 are missing/);
    await refuses(text.replace(version, '0'.repeat(16)), /another set/);
    await refuses('{"kind":"x"}\n', /is no recording/);
    await refuses(`${text}{`, /no JSON/);
    await refuses(`${text}{"id":"x"}\n`, /is no review/);
  });
});
