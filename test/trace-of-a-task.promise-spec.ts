import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OtlpReceiver, type ReceivedSpan } from './support/otlp-receiver';
import { TracedLine } from './support/traced-line';

const SENDER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
/** Not sampled, and with a state that is none. */
const SENT = { traceparent: `00-${SENDER.traceId}-${SENDER.spanId}-00`, tracestate: `=,${'x'.repeat(600)}` };
const PATIENCE = { timeout: 20_000, interval: 50 };

let line: TracedLine;
let collector: OtlpReceiver;

beforeEach(async () => {
  line = await TracedLine.open();
  collector = await OtlpReceiver.open({ answers: true });
});
afterEach(async () => {
  await line.close();
  await collector.close();
});

/** Each span as `name < name of its parent < … `, of one service. */
function pathsOf(spans: readonly ReceivedSpan[], service: string): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const path = (span: ReceivedSpan): string => {
    const parent = byId.get(span.parentId);
    return parent === undefined ? span.name : `${span.name} < ${path(parent)}`;
  };
  return spans.filter((span) => span.service === service).map(path);
}

describe('traces', () => {
  it('lead from the webhook to every step of the run, in the trace that the sender began', async () => {
    const { spans } = collector;
    await line.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
    const { taskId, task } = await line.mend(SENT);
    expect(task.outcome).toBe('pr_opened');
    await vi.waitFor(() => {
      expect(pathsOf(spans, 'anton-runner')).toContain(
        'run < run < publish agent_events < POST /webhooks/{source}',
      );
    }, PATIENCE);
    expect(await line.anton.stop()).toBe(0);

    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([SENDER.traceId]));
    const webhook = 'POST /webhooks/{source}';
    const published = `publish agent_events < ${webhook}`;
    expect(spans.find(({ name }) => name === webhook)?.parentId).toBe(SENDER.spanId);
    expect(pathsOf(spans, 'anton').toSorted()).toEqual(
      [
        webhook,
        published,
        `task receive < ${published}`,
        `task route < ${published}`,
        `chat claude-sonnet-5-5 < task route < ${published}`,
        `task dispatch < run < ${published}`,
        `run < ${published}`,
      ].toSorted(),
    );
    const run = `run < run < ${published}`;
    const steps = ['checkout', 'setup', 'baseline', 'implement', 'checks', 'review', 'proof', 'publish'].map(
      (step) => `${step} < ${run}`,
    );
    expect(pathsOf(spans, 'anton-runner').toSorted()).toEqual(
      [
        run,
        ...steps,
        `chat claude-sonnet-5-5 < implement < ${run}`,
        `chat claude-sonnet-5-5 < implement < ${run}`,
        `chat gpt-6.1-sol < review < ${run}`,
        `push < publish < ${run}`,
        `pull_request < publish < ${run}`,
      ].toSorted(),
    );
    const call = spans.find(({ name }) => name === 'chat gpt-6.1-sol');
    expect(call?.attributes).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-6.1-sol',
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
    });
    const route = spans.find(({ name }) => name === 'task route');
    expect(route?.attributes).toMatchObject({
      'anton.task_id': taskId,
      'anton.cost_usd': expect.any(Number),
    });
    expect(spans.filter(({ hasFailed }) => hasFailed)).toEqual([]);
    // No text of the sender, of a model or of the repository, and no secret.
    expect(JSON.stringify(spans)).not.toMatch(
      /wrong sums|wrong operator|subtracted|operator is right|sum\.js|canary|secret/,
    );
  });
});
