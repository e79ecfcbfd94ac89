import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { InvalidRunError } from '../../harness/invalid-run.error';
import type { SignedRequest } from '../deliveries/signed-requests';
import { LoadGenerator, type Load, type LoadResult } from './load-generator';

const SCRIPT = 'bench/ingest/load/wrk.lua';
/** What a sender waits at most. */
const TIMEOUT = '10s';

interface Printed {
  readonly answered: number;
  readonly others: number;
  readonly microseconds: number;
  readonly p50: number;
  readonly p99: number;
}

function requestText({ path, headers, body }: SignedRequest): Buffer {
  const length = Buffer.byteLength(body);
  const lines = Object.entries({ host: '127.0.0.1', ...headers, 'content-length': length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const text = Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`);
  return Buffer.concat([Buffer.from(`${text.length}\n`), text]);
}

/** wrk (https://github.com/wg/wrk), with one thread. */
export class Wrk extends LoadGenerator {
  readonly name = 'wrk';

  private constructor(readonly version: string) {
    super();
  }

  static installed(): Wrk | undefined {
    const { stdout, error } = spawnSync('wrk', ['-v'], { encoding: 'utf8' });
    return error === undefined ? new Wrk(/^wrk (\S+)/.exec(stdout)?.[1] ?? 'unknown') : undefined;
  }

  async run({ url, requests, connections, seconds }: Load): Promise<LoadResult> {
    const folder = mkdtempSync(join(tmpdir(), 'anton-bench-'));
    try {
      const file = join(folder, 'requests');
      writeFileSync(file, Buffer.concat(requests.map(requestText)));
      const flags = ['-t', '1', '-c', `${connections}`, '-d', `${seconds}s`, '--timeout', TIMEOUT];
      const { stdout } = await execa('wrk', [...flags, '-s', SCRIPT, url, '--', file]);
      const line = stdout.split('\n').findLast((text) => text.startsWith('{'));
      if (line === undefined) throw new InvalidRunError(`wrk printed no result: ${stdout}`, 'Run it again.');
      const { answered, others, microseconds, p50, p99 } = JSON.parse(line) as Printed;
      return { answered, others, seconds: microseconds / 1e6, p50Ms: p50 / 1e3, p99Ms: p99 / 1e3 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
