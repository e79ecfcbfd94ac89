import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CLIENT_HEADER, OWN_LIST } from '@anton/egress';
import { curl } from './support/egress/curl';
import { AGENT_PASSWORD, EgressWorld } from './support/egress/egress-world';
import { lanAddress } from './support/egress/lan-address';
import { missingProgram } from './support/toolchains/missing-program';

const lan = lanAddress();
const missing =
  missingProgram({ curl: 'curl', openssl: 'openssl' }) ??
  (existsSync('/usr/sbin/squid') ? null : 'no squid here: apt-get install squid') ??
  (lan === undefined ? 'this machine has no address but loopback' : null);
const TUNNEL = ['--proxytunnel'];

describe.skipIf(missing !== null)(
  `the proxy of the runs${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let upstream: Server;
    let port: number;
    let egress: EgressWorld;
    const seen: { url: string; headers: NodeJS.Dict<string | string[]> }[] = [];

    beforeAll(async () => {
      upstream = createServer((request, response) => {
        seen.push({ url: request.url ?? '', headers: request.headers });
        response.end('hello\n');
      });
      upstream.listen(0, lan);
      await once(upstream, 'listening');
      ({ port } = upstream.address() as AddressInfo);
      const names = [
        'registry.test',
        'wild.test',
        'a.b.wild.test',
        'notwild.test',
        'models.test',
        'late.test',
        'xn--bcher-kva.test',
      ];
      egress = await EgressWorld.open({
        egress: [
          `registry.test:${port}`,
          `.wild.test:${port}`,
          `xn--bcher-kva.test:${port}`,
          'rebound.test',
          'both.test',
          'meta.test',
          'loop.test',
          'loop6.test',
          'linklocal6.test',
          'unnamed.test',
        ],
        agentHosts: [`models.test:${port}`],
        mayBePrivate: ['.test', 'meta.test', 'loop.test']
          .filter((name) => name !== '.test')
          .concat(['registry.test', '.wild.test', 'models.test', 'late.test', 'xn--bcher-kva.test']),
        hosts: [
          `${lan} ${names.join(' ')}`,
          '10.1.2.3 rebound.test',
          '192.168.7.7 unnamed.test',
          '169.254.169.254 meta.test',
          '169.254.7.7 unlisted.test',
          '127.0.0.1 loop.test',
          '::1 loop6.test',
          'fe80::1 linklocal6.test',
        ],
      });
    });
    afterAll(async () => {
      await egress.close();
      upstream.close();
    });

    const agent = (): string => egress.urlWith(AGENT_PASSWORD);
    const at = (host: string, at_ = port): string => `http://${host}:${at_}/`;

    /** One request, written by hand; returns the first line of the answer. */
    async function raw(request: string): Promise<string> {
      const socket = connect(egress.port, '127.0.0.1');
      socket.end(request);
      return (await text(socket)).split('\r\n')[0] ?? '';
    }

    it.each([
      'registry.test',
      'REGISTRY.Test',
      'registry.test.',
      'wild.test',
      'a.b.wild.test',
      'xn--bcher-kva.test',
    ])('lets everyone reach %s, which a template names', async (host) => {
      expect(await curl(egress.url, at(host))).toBe(200);
      expect(await curl(egress.url, at(host), TUNNEL)).toBe(200);
    });

    it.each([
      'models.test',
      'notwild.test',
      'other.test',
      'registry.test.evil.test',
      `${lan}`,
      '169.254.169.254',
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '127.1',
      '[::1]',
      '[::ffff:169.254.169.254]',
      '[fd00:ec2::254]',
      'localhost',
    ])('lets nobody without the password reach %s', async (host) => {
      expect(await curl(egress.url, at(host))).toBe(403);
      expect(await curl(egress.url, at(host), TUNNEL)).toBe(403);
    });

    it('lets the agent reach its hosts, by the right password alone', async () => {
      for (const args of [[], TUNNEL]) {
        expect(await curl(agent(), at('models.test'), args)).toBe(200);
        expect(await curl(egress.urlWith('x'.repeat(20)), at('models.test'), args)).toBe(407);
        expect(await curl(agent().replace('agent:', 'other:'), at('models.test'), args)).toBe(407);
        expect(await curl(egress.url, at('models.test'), args)).toBe(403);
        expect(await curl(agent(), at('registry.test'), args)).toBe(200);
        expect(await curl(agent(), at('other.test'), args)).toBe(403);
        expect(await curl(agent(), at('169.254.169.254', 80), args)).toBe(403);
      }
    });

    it.each([22, 25, 80, 443, 3128])('opens no tunnel to port %i of an allowed host', async (other) => {
      expect(await curl(agent(), at('registry.test', other), TUNNEL)).toBe(403);
      expect(await curl(agent(), at('models.test', other))).toBe(403);
    });

    it.each([
      ['a private address', 'rebound.test'],
      ['a private address that nobody named', 'unnamed.test'],
      ['the metadata of a cloud, though it may be private', 'meta.test'],
      ['this machine, though it may be private', 'loop.test'],
      ['this machine by IPv6', 'loop6.test'],
      ['its link by IPv6', 'linklocal6.test'],
    ])('goes not to %s under an allowed name', async (_what, host) => {
      const since = Date.now();
      expect(await curl(agent(), at(host, 443), TUNNEL)).toBe(403);
      expect(await egress.blocked(since)).toContainEqual({
        host,
        port: 443,
        times: 1,
        privateAddress: true,
      });
    });

    it.each([
      ['TLS by itself', 'GET https://registry.test:PORT/ HTTP/1.1\r\nHost: registry.test\r\n\r\n'],
      ['FTP', 'GET ftp://registry.test:PORT/ HTTP/1.1\r\nHost: registry.test\r\n\r\n'],
      [
        'another host than the Host header says',
        'GET http://other.test:PORT/ HTTP/1.1\r\nHost: registry.test:PORT\r\n\r\n',
      ],
      ['its own pages', 'GET http://127.0.0.1:PROXY/squid-internal-mgr/info HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['its cache manager', 'GET cache_object://127.0.0.1/info HTTP/1.0\r\n\r\n'],
    ])('speaks no %s', async (_what, request) => {
      const line = await raw(
        request.replaceAll('PORT', String(port)).replaceAll('PROXY', String(egress.port)),
      );
      expect(line).toMatch(/^HTTP\/1\.[01] (?:400|403|404) /);
    });

    it('takes no user part of an address for a host', async () => {
      const tunnelTo = (authority: string): Promise<string> =>
        raw(`CONNECT ${authority} HTTP/1.1\r\nHost: registry.test\r\n\r\n`);
      expect(await tunnelTo(`registry.test@other.test:${port}`)).not.toContain(' 200 ');
      expect(await tunnelTo(`other.test:${port}@models.test:${port}`)).not.toContain(' 200 ');
    });

    it('adds nothing that says who asked or what was in between, and hands no credential on', async () => {
      await curl(agent(), at('models.test'));
      const headers = Object.keys(seen.at(-1)?.headers ?? {});
      expect(headers).toContain('host');
      expect(headers.filter((name) => /via|forwarded|proxy|x-cache|squid/.test(name))).toEqual([]);
    });

    it('looks at the address of no name that is on no list, so that a look-up carries nothing out', async () => {
      const since = Date.now();
      expect(await curl(egress.url, at('unlisted.test'), TUNNEL)).toBe(403);
      // Its address is refused as well: which rule came first is seen by the reason.
      expect(await egress.blocked(since)).toContainEqual({ host: 'unlisted.test', port, times: 1 });
    });

    it('tells every client what itself was refused, and no other', async () => {
      const since = Date.now();
      const ask = async (local: string, address = `http://${OWN_LIST}/blocked?since=${since}`) => {
        const socket = connect({ port: egress.port, host: '127.0.0.1', localAddress: local });
        const forged = `X-Forwarded-For: 127.0.0.1\r\n${CLIENT_HEADER}: 127.0.0.1\r\n`;
        socket.write(`GET ${address} HTTP/1.1\r\nHost: x\r\n${forged}Connection: close\r\n\r\n`);
        return JSON.parse((await text(socket)).split('\r\n\r\n')[1] ?? '') as unknown;
      };
      await curl(egress.url, at('mine.test', 443), TUNNEL);
      await curl(egress.url, at('mine.test', 443), TUNNEL);
      await curl(egress.url, at('yours.test', 8443), [...TUNNEL, '--interface', '127.0.0.2']);
      await vi.waitFor(async () => {
        expect(await ask('127.0.0.1')).toEqual({ hosts: [{ host: 'mine.test', port: 443, times: 2 }] });
        expect(await ask('127.0.0.2')).toEqual({ hosts: [{ host: 'yours.test', port: 8443, times: 1 }] });
        expect(await ask('127.0.0.3')).toEqual({ hosts: [] });
      });
      expect(await egress.blocked(Date.now() + 60_000)).toEqual([]);
      expect(await curl(egress.url, `http://${OWN_LIST}/blocked?since=yesterday`)).toBe(400);
    });

    it('counts how requests end', async () => {
      const count = async (result: string): Promise<number> => {
        const scraped = await (await fetch(`${egress.statusUrl}/metrics`)).text();
        return Number(
          new RegExp(`^anton_egress_requests_total\\{result="${result}"\\} (\\d+)$`, 'm').exec(scraped)?.[1],
        );
      };
      const results = ['allowed', 'refused', 'unauthenticated'];
      const before = await Promise.all(results.map(count));
      await curl(egress.url, at('registry.test'), TUNNEL);
      await curl(egress.url, at('models.test'), TUNNEL);
      await curl(egress.urlWith('x'.repeat(20)), at('models.test'), TUNNEL);
      await egress.blocked(0);
      await vi.waitFor(async () =>
        expect(await Promise.all(results.map(count))).toEqual(before.map((value) => value + 1)),
      );
      const documented = readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(anton_egress_\w+)`/gm);
      const scraped = await (await fetch(`${egress.statusUrl}/metrics`)).text();
      expect([...scraped.matchAll(/^# TYPE (anton_egress_\w+)/gm)].map(([, name]) => name)).toEqual(
        [...documented].map(([, name]) => name),
      );
    });

    it('answers that list to Squid alone, and opens nothing else beside it', async () => {
      const direct = `${egress.statusUrl}/blocked`;
      expect((await fetch(direct)).status).toBe(403);
      expect(await curl(egress.url, `http://${OWN_LIST}/blocked`, TUNNEL)).toBe(403);
      expect(await curl(egress.url, `http://${OWN_LIST}:${egress.port + 1}/blocked`)).toBe(403);
      expect(await curl(egress.url, `http://${OWN_LIST}/blocked`, ['-X', 'POST'])).toBe(403);
      expect(await curl(egress.url, direct)).toBe(403);
      for (const path of [
        '/metrics',
        '/health/ready',
        '/',
        '/blocked/',
        '/blocked/../metrics',
        '/blocked%2f',
      ])
        expect(await curl(egress.url, `http://${OWN_LIST}${path}`, ['--path-as-is'])).toBe(403);
      await curl(agent(), at('models.test'));
      expect(Object.keys(seen.at(-1)?.headers ?? {})).not.toContain(CLIENT_HEADER);
    });

    it(
      'takes over what changes in the catalog, and keeps it when that turns bad',
      { timeout: 30_000 },
      async () => {
        expect(await curl(egress.url, at('late.test'))).toBe(403);
        const before = [`registry.test:${port}`, `.wild.test:${port}`];
        egress.allow([...before, `late.test:${port}`]);
        await vi.waitFor(async () => expect(await curl(egress.url, at('late.test'))).toBe(200), 10_000);
        egress.allow(['https://evil.test/\nhttp_access allow all']);
        await vi.waitFor(
          () => expect(egress.process.lastLines()).toContain('The last good catalog stays'),
          10_000,
        );
        expect(await curl(egress.url, at('late.test'))).toBe(200);
        egress.allow(before);
        await vi.waitFor(async () => expect(await curl(egress.url, at('late.test'))).toBe(403), 10_000);
        expect(await curl(egress.url, at('registry.test'))).toBe(200);
      },
    );

    it('takes over another password', { timeout: 30_000 }, async () => {
      const next = 'another-canary-of-the-agent';
      egress.setPassword(next);
      await vi.waitFor(
        async () => expect(await curl(egress.urlWith(next), at('models.test'))).toBe(200),
        10_000,
      );
      egress.setPassword(AGENT_PASSWORD);
      await vi.waitFor(async () => expect(await curl(agent(), at('models.test'))).toBe(200), 10_000);
    });

    /** The processes below the application: Squid and its helpers. */
    function squidPid(): number {
      const children = readFileSync(
        `/proc/${egress.process.pid}/task/${egress.process.pid}/children`,
        'utf8',
      );
      const pids = children.trim().split(' ').map(Number);
      return pids.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('squid.conf')) ?? 0;
    }

    it('comes back when Squid is killed', { timeout: 30_000 }, async () => {
      for (let kill = 0; kill < 2; kill += 1) {
        const pid = await vi.waitUntil(squidPid, 10_000);
        process.kill(pid, 'SIGKILL');
        await vi.waitFor(async () => expect(await curl(agent(), at('models.test'))).toBe(200), 10_000);
        expect(squidPid()).not.toBe(pid);
      }
      await egress.process.until('ready');
    });

    it('has the password in no argument, no environment, no file but its own, and no line of its log', async () => {
      await curl(agent(), at('models.test'));
      const encoded = [AGENT_PASSWORD, Buffer.from(`agent:${AGENT_PASSWORD}`).toString('base64')];
      const has = (path: string): boolean => {
        try {
          const content = readFileSync(path);
          return encoded.some((secret) => content.includes(secret));
        } catch {
          return false;
        }
      };
      const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
      const processes = pids.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
      expect(processes.filter(has)).toEqual([]);
      const files = readdirSync(egress.dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      expect(files.filter(has)).toEqual([egress.at('password')]);
      const log = egress.process.lastLines();
      expect(log).toContain('models.test');
      expect(encoded.some((secret) => log.includes(secret))).toBe(false);
    });

    it('ends with its Squid when it is told to', async () => {
      const pid = squidPid();
      expect(await egress.process.stop()).toBe(0);
      expect(existsSync(`/proc/${pid}`)).toBe(false);
      expect(readdirSync(egress.dir).filter((name) => name.startsWith('anton-egress-'))).toEqual([]);
    });
  },
);
