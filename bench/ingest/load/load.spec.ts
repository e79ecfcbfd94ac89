import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datadogRequestsOf } from '../deliveries/request-sets';
import { SECRETS } from '../deliveries/signed-requests';
import { Autocannon } from './autocannon';
import { runPaced } from './paced-load';
import { Wrk } from './wrk';

/** Answers 202 to what is signed, else 401; every tenth request gets 503 when it is told to. */
class Receiver {
  accepted = 0;
  refused = 0;
  isUnreliable = false;
  readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = createHmac('sha256', SECRETS.datadog).update(Buffer.concat(chunks)).digest('hex');
      const isSigned = request.headers['x-anton-signature'] === `sha256=${signature}`;
      const isTenth = (this.accepted + this.refused) % 10 === 9;
      if (isSigned && !(this.isUnreliable && isTenth)) this.accepted += 1;
      else this.refused += 1;
      response.statusCode = isSigned ? (this.isUnreliable && isTenth ? 503 : 202) : 401;
      response.end('{}');
    });
  });

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(isUnreliable: boolean): void {
    this.accepted = 0;
    this.refused = 0;
    this.isUnreliable = isUnreliable;
  }
}

const receiver = new Receiver();
let url: string;
beforeAll(async () => {
  url = await receiver.listen();
});
afterAll(() => {
  receiver.server.closeAllConnections();
  receiver.server.close();
});

const wrk = Wrk.installed();
const generators = [new Autocannon(), ...(wrk === undefined ? [] : [wrk])];

describe.each(generators)('$name', (generator) => {
  it('sends what was signed, and counts every answer that was not 202', async () => {
    receiver.reset(true);
    const load = { url, requests: datadogRequestsOf(2_100), connections: 4, seconds: 1 };
    const result = await generator.run(load);
    expect(receiver.accepted).toBeGreaterThan(0);
    expect(result.others).toBeGreaterThan(0);
    expect(result.others).toBeLessThanOrEqual(receiver.refused);
    expect(result.answered).toBeLessThanOrEqual(receiver.accepted + receiver.refused);
    expect(result.answered).toBeGreaterThan(receiver.accepted + receiver.refused - 10);
    expect(result.p99Ms).toBeGreaterThanOrEqual(result.p50Ms);
  });
});

describe('runPaced', () => {
  const load = { requests: datadogRequestsOf(2_100), connections: 8, seconds: 1, rate: 50 };

  it('sends as many as were asked for, whatever comes back', async () => {
    receiver.reset(false);
    expect(await runPaced({ ...load, url })).toMatchObject({ answered: 50, others: 0 });
    receiver.reset(true);
    expect(await runPaced({ ...load, url })).toMatchObject({ answered: 50, others: 5 });
  });

  it('counts what is not answered', async () => {
    const nobody = new Receiver();
    const gone = await nobody.listen();
    nobody.server.close();
    await once(nobody.server, 'close');
    expect(await runPaced({ ...load, url: gone })).toMatchObject({ others: 50 });
  });
});
