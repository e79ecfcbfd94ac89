import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { taskHash } from '@anton/contracts';
import { startTracing, traceContextOf } from '@anton/platform';
import { sampleTask } from '@anton/testing/samples';
import { runSpan, tracedTask } from './run-trace';

const TRACE = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
const task = sampleTask('PAY-1', { trace: TRACE });

it('gives the span of a run the same id in every process, and another one to every attempt', () => {
  const span = runSpan(task, 1);
  expect(span).toEqual(runSpan(sampleTask('PAY-1', { trace: TRACE, title: 'other' }), 1));
  expect(traceContextOf(span?.traceparent)).toEqual({ traceId: 'a'.repeat(32), spanId: span?.spanId });
  expect(runSpan(task, 2)?.spanId).not.toBe(span?.spanId);
  expect(runSpan(sampleTask('PAY-2', { trace: TRACE }), 1)?.spanId).not.toBe(span?.spanId);
});

it('has no span for a task without a trace that can be gone on with', () => {
  expect(runSpan(sampleTask('PAY-1', { trace: null }), 1)).toBeUndefined();
  expect(
    runSpan(sampleTask('PAY-1', { trace: { traceparent: TRACE.traceparent.replace('00-', 'ff-') } }), 1),
  ).toBeUndefined();
});

it('hands the task to its run as it is, unless traces are written', async () => {
  expect(tracedTask(task, 1)).toBe(task);
  const server = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const tracing = await startTracing({ service: 'spec', endpoint: `http://127.0.0.1:${port}` });
  const traced = tracedTask(task, 1);
  expect(traced.trace).toEqual({ traceparent: runSpan(task, 1)?.traceparent });
  expect(taskHash(traced)).toBe(taskHash(task));
  await tracing.stop();
  server.close();
  server.closeAllConnections();
});
