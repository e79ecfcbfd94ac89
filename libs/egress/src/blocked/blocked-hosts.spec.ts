import { describe, expect, it } from 'vitest';
import { readBlocked } from '../squid/access-line';
import { BlockedHosts } from './blocked-hosts';

const line = (client: string, host: string, at = 1_795_918_501_340, rest = '443 -'): string =>
  `${at} ${client} TCP_DENIED 403 CONNECT ${host} ${rest}`;

describe('blocked hosts', () => {
  const at = 1_795_918_501_340;
  const note = (blocked: BlockedHosts, client: string, host: string, time = at): void => {
    const request = readBlocked(line(client, host, time));
    if (request !== null) blocked.note(request);
  };

  it('are told to the client that asked for them, and since when it asks', () => {
    const blocked = new BlockedHosts();
    note(blocked, '10.0.0.7', 'a.example');
    note(blocked, '10.0.0.7', 'b.example');
    note(blocked, '10.0.0.7', 'b.example', at + 5_000);
    note(blocked, '10.0.0.8', 'c.example');
    expect(blocked.of('::ffff:10.0.0.7', 0)).toEqual([
      { host: 'b.example', port: 443, times: 2 },
      { host: 'a.example', port: 443, times: 1 },
    ]);
    expect(blocked.of('10.0.0.7', at + 1)).toEqual([{ host: 'b.example', port: 443, times: 1 }]);
    expect(blocked.of('10.0.0.9', 0)).toEqual([]);
  });

  it('of one client are bounded', () => {
    const blocked = new BlockedHosts();
    for (let host = 0; host < 500; host += 1) note(blocked, '10.0.0.7', `h${host}.example`);
    for (let time = 0; time < 5_000; time += 1) note(blocked, '10.0.0.7', 'h0.example', at + time);
    const told = blocked.of('10.0.0.7', 0);
    expect(told).toHaveLength(100);
    expect(told[0]).toEqual({ host: 'h0.example', port: 443, times: 1_000 });
  });
});
