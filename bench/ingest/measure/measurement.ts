import type { SignedRequest } from '../deliveries/signed-requests';
import type { LoadGenerator } from '../load/load-generator';
import type { ServerProcess } from '../servers/server-process';
import type { BrokerUnderLoad } from './broker-under-load';
import { cpuMicros, rssBytes } from '../../harness/process-usage';
import { verifyAnswers } from './verify-answers';

/** What one server did in one round. */
export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time a request. */
  readonly serverMicros: number;
  readonly brokerMicros: number;
  readonly rssBytes: number;
}

/** What is measured with. */
export interface Instruments {
  readonly broker: BrokerUnderLoad;
  readonly generator: LoadGenerator;
}

/** What is sent in one round. */
export interface RoundLoad {
  readonly requests: readonly SignedRequest[];
  readonly connections: number;
  readonly seconds: number;
}

/** Loads one server and watches it, the broker and the queue. @throws InvalidRunError when an answer was not 202 */
export async function measure(
  server: ServerProcess,
  load: RoundLoad,
  { broker, generator }: Instruments,
): Promise<Measurement> {
  await broker.drain(server.queue);
  const before = [cpuMicros(server.pid), cpuMicros(broker.pid)] as const;
  const result = await generator.run({ url: server.url, ...load });
  const after = [cpuMicros(server.pid), cpuMicros(broker.pid)] as const;
  const memory = rssBytes(server.pid);
  verifyAnswers(server.name, result, await broker.drain(server.queue), load.connections);
  return {
    requestsPerSecond: result.answered / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    serverMicros: (after[0] - before[0]) / result.answered,
    brokerMicros: (after[1] - before[1]) / result.answered,
    rssBytes: memory,
  };
}
