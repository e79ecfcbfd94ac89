import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OtlpReceiver } from './support/otlp-receiver';
import { TracedLine } from './support/traced-line';

/** What is left of traces is sent for 2 s at most; the rest is for a busy machine. */
const PATIENCE = { timeout: 5_000, interval: 20 };

/** Writes down every file that Node loads, and which of them hold the exporter of OpenTelemetry: bundles name no package. */
const HOOK = `
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const holds = String(loaded.source ?? '').includes('OTLPExporterBase');
    appendFileSync(process.env.MODULES_SEEN, url + (holds ? ' OpenTelemetry' : '') + '\\n');
    return loaded;
  },
});
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

let line: TracedLine;

/** The runner once more on the context of a run that has opened its pull request, which it finds. */
async function runAgain(taskId: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const context = join(line.place.data, 'runs', `${taskId}-r1`, 'context');
  const { PATH, HOME } = process.env;
  const keys = { ANTHROPIC_API_KEY: 'canary-key', OPENAI_API_KEY: 'canary-key' };
  await execa(
    process.execPath,
    [
      '--no-warnings',
      resolve('dist/apps/runner/main.js'),
      'run',
      '--context',
      context,
      '--work',
      join(line.place.dir, 'again'),
    ],
    { env: { PATH, HOME, ...keys, ...variables }, extendEnv: false },
  );
}

beforeEach(async () => {
  line = await TracedLine.open();
});
afterEach(() => line.close());

describe('traces', () => {
  it('cost no task anything when the collector never answers', async () => {
    const collector = await OtlpReceiver.open({ answers: false });
    try {
      await line.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
      const { taskId, task } = await line.mend();
      expect(task.outcome).toBe('pr_opened');
      await vi.waitFor(() => expect(line.place.runnerPids().filter(isAlive)).toEqual([]), PATIENCE);
      const reported = statSync(join(line.place.data, 'runs', `${taskId}-r1`, 'report.json')).mtimeMs;
      const settled = task.events.find(({ type, to }) => type === 'run' && to === 'settled');
      expect(Date.parse(String(settled?.['at'])) - reported).toBeLessThan(PATIENCE.timeout);
      expect(collector.requests).toBeGreaterThan(0);
      expect(await line.anton.stop()).toBe(0);
      expect(line.anton.lines.filter(({ context }) => context === 'Tracing')).toMatchObject([
        { level: 'warn' },
      ]);
    } finally {
      await collector.close();
    }
  });

  it('load nothing of OpenTelemetry unless there is an endpoint', async () => {
    const seen = join(line.place.dir, 'modules.txt');
    const hook = join(line.place.dir, 'hook.mjs');
    writeFileSync(seen, '');
    writeFileSync(hook, HOOK);
    const watched = { NODE_OPTIONS: `--import=${hook}`, MODULES_SEEN: seen };
    const loaded = () => readFileSync(seen, 'utf8');
    await line.start(watched);
    const { taskId, task } = await line.mend();
    expect(task.outcome).toBe('pr_opened');
    expect(loaded()).toContain('/dist/apps/anton/');
    expect(loaded()).not.toContain('OpenTelemetry');
    await line.anton.kill();

    await runAgain(taskId, watched);
    expect(loaded()).toContain('/dist/apps/runner/');
    expect(loaded()).not.toContain('OpenTelemetry');

    await line.start({ ...watched, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect(loaded()).toContain('OpenTelemetry');
  });
});
