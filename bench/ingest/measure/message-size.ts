import { row, type Row } from '../../harness/row';
import { datadogRequestsOf } from '../deliveries/request-sets';
import type { ServerProcess } from '../servers/server-process';
import type { BrokerUnderLoad } from './broker-under-load';
import { BASE } from './point-rows';

const BODY_BYTES = 3_072;

/** How large the message is that each server makes of one and the same body: they do the same work only if it is alike. */
export async function messageSizeRows(
  servers: readonly ServerProcess[],
  broker: BrokerUnderLoad,
): Promise<Row[]> {
  const [request] = datadogRequestsOf(BODY_BYTES);
  if (request === undefined) return [];
  const sizes = new Map<string, number>();
  for (const { name, url, queue } of servers) {
    await broker.purge(queue);
    await fetch(url + request.path, { method: 'POST', headers: request.headers, body: request.body });
    sizes.set(name, await broker.takeBytes(queue));
  }
  const base = sizes.get(BASE);
  return [...sizes].map(([name, bytes]) =>
    row(`message of a body of ${BODY_BYTES} B, ${name}`, bytes, 'B', {
      ratio: name === BASE || base === undefined ? undefined : { value: bytes / base, against: BASE },
    }),
  );
}
