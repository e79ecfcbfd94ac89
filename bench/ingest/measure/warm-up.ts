import { datadogRequests } from '../deliveries/request-sets';
import type { ServerProcess } from '../servers/server-process';
import { measure, type Instruments } from './measurement';

/** Until the code is compiled and the heap has its size: on a busy machine the same number of requests takes longer. */
const REQUESTS = 20_000;
const LOAD = { connections: 32, seconds: 2 };
const MAX_LOADS = 8;

/** Loads a server until it has answered enough to be measured. @throws InvalidRunError when an answer was not 202 */
export async function warmUp(server: ServerProcess, instruments: Instruments): Promise<void> {
  const load = { ...LOAD, requests: datadogRequests() };
  let answered = 0;
  for (let count = 0; count < MAX_LOADS && answered < REQUESTS; count += 1) {
    const { requestsPerSecond } = await measure(server, load, instruments);
    answered += requestsPerSecond * load.seconds;
  }
}
