import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startScriptedModels, type RequestBody, type ScriptedModels } from '@anton/simulation';
import type { OptionValues } from '../harness/benchmark';
import { routing } from './routing.bench';
import { readSet } from './set/read-set';

/** Answers like a model that never sees a reason to ask. */
function answer(body: RequestBody) {
  const template = /Templates:\n- ([a-z-]+):/.exec(
    JSON.stringify(body['messages']).replaceAll('\\n', '\n'),
  )?.[1];
  const rest = { skills: [], complexity: 'small', risk: 'low', confidence: 0.9, reason: 'r', question: '' };
  return { json: { verdict: 'fix', template, ...rest } };
}

const run = (options: OptionValues) => routing.run({ isQuick: false, options, say: () => undefined });
const valueOf = ({ rows }: Awaited<ReturnType<typeof run>>, what: string) =>
  rows.find((row) => row.what.includes(what))?.value;

describe('the benchmark of the router', () => {
  let dir: string;
  let models: ScriptedModels;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'anton-routing-spec-'));
    models = await startScriptedModels({ router: [answer] });
    vi.stubEnv('ANTHROPIC_API_KEY', 'canary-key');
    vi.stubEnv('ANTHROPIC_BASE_URL', models.anthropicUrl);
    vi.stubEnv('ANTON_MODEL_ROUTER', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await models.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('scores the rules alone, asks nobody, and says so', async () => {
    const found = await run({});
    expect(models.exchanges).toEqual([]);
    expect(valueOf(found, 'repository is right')).toBe(100);
    expect(found.rows.every(({ what }) => what.startsWith('rules alone: '))).toBe(true);
    expect(found.notes.join()).toMatch(/no model was asked.*--live/);
    const asking = readSet().tasks.filter(({ expected }) => expected.repository === null).length;
    expect(valueOf(found, 'needs_info, precision')).toBe(100);
    expect(found.rows.find(({ what }) => what.includes('recall'))?.what).toContain(`(${asking} of `);
  });

  it('asks a live model once for every task that fits one repository, records it, and scores the recording', async () => {
    const record = join(dir, 'answers.jsonl');
    const live = await run({ live: true, record });
    const single = readSet().tasks.filter(({ expected }) => expected.repository !== null).length;
    expect(models.exchanges).toHaveLength(single);
    expect(valueOf(live, 'tasks it was asked about')).toBe(single);
    expect(valueOf(live, 'calls')).toBe(single);
    expect(valueOf(live, 'cost')).toBeGreaterThan(0);
    expect(live.notes.join()).toContain(new URL(models.anthropicUrl).host);
    expect(readFileSync(record, 'utf8')).not.toContain('canary-key');
    await models.close();
    expect(await run({ from: record })).toEqual(live);
    await expect(run({ live: true, record })).rejects.toThrow(/EEXIST/);
  });

  it('refuses a recording that is cut, of another set, or none', async () => {
    const record = join(dir, 'answers.jsonl');
    await run({ live: true, record });
    const text = readFileSync(record, 'utf8');
    const refuses = async (changed: string, message: RegExp): Promise<void> => {
      const file = join(dir, 'changed.jsonl');
      writeFileSync(file, changed);
      await expect(run({ from: file })).rejects.toThrow(message);
    };
    await refuses(text.split('\n').slice(0, -3).join('\n'), /2 are missing/);
    await refuses(text.replace(readSet().version, '0'.repeat(16)), /another set/);
    await refuses('{"kind":"x"}\n', /is no recording/);
    await refuses(`${text}{`, /no JSON/);
  });
});
