import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that the kernel hands out by itself (from 32768 on Linux, from 49152 elsewhere): another server that
 * asks for any port, or a connection, cannot take one between here and the moment in which its server listens. Below
 * Kubernetes' node ports (from 30000) as well, and above what its own processes use.
 */
const FIRST = 12_000;
const EACH = 140;
const SHARES = 128;

/** Processes that run side by side have different shares: none can take what another has found but does not use yet. */
const share = FIRST + (process.pid % SHARES) * EACH;
let next = randomInt(EACH);

/** `count` loopback ports, one after the other, that nobody listens on; given again only after all others. */
export async function freePorts(count: number): Promise<readonly number[]> {
  for (;;) {
    if (next + count > EACH) next = 0;
    const ports = Array.from({ length: count }, (_, index) => share + next + index);
    next += count;
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return ports;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
