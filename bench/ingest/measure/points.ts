import type { Row } from '../../harness/row';
import type { SignedRequest } from '../deliveries/signed-requests';
import type { ServerProcess } from '../servers/server-process';
import { interleaved } from './interleaved';
import { measure, type Instruments } from './measurement';
import { pointRows } from './point-rows';

/** One point of the comparison. */
export interface Point {
  /** How it is called: "32 connections". */
  readonly where: string;
  readonly requests: readonly SignedRequest[];
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number;
}

/** Measures all servers at a point, interleaved; `say` hears of every round. */
export async function measurePoint(
  servers: readonly ServerProcess[],
  { where, rounds, ...load }: Point,
  instruments: Instruments,
  say: (line: string) => void,
): Promise<Row[]> {
  const measured = await interleaved(servers, rounds, async (server, round) => {
    const measurement = await measure(server, load, instruments);
    const { requestsPerSecond, p50Ms, serverMicros } = measurement;
    say(
      `${where}, round ${round + 1}, ${server.name}: ${requestsPerSecond.toFixed(0)} req/s, ` +
        `p50 ${p50Ms.toFixed(2)} ms, ${serverMicros.toFixed(0)} µs/req`,
    );
    return measurement;
  });
  return pointRows(where, load.connections, measured);
}
