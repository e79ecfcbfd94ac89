import { globSync } from 'node:fs';
import { dirname, basename } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { BENCHMARKS } from './benchmarks';
import { resultOf } from './harness/result';
import { row } from './harness/row';
import { main } from './main';

function capture(stream: NodeJS.WriteStream): string[] {
  const said: string[] = [];
  vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  return said;
}

afterEach(() => {
  vi.restoreAllMocks();
});

it('knows every benchmark of this folder', () => {
  const folders = globSync('bench/*/*.bench.ts').map((file) => basename(dirname(file)));
  expect(BENCHMARKS.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
});

it('lists every benchmark when none is named', async () => {
  const said = capture(process.stdout);
  expect(await main([])).toBe(0);
  for (const { name, summary } of BENCHMARKS) expect(said.join('')).toContain(`  ${name}  ${summary}\n`);
});

it('refuses a name that there is no benchmark of, and an option that it does not know', async () => {
  const said = capture(process.stderr);
  expect(await main(['nonsense'])).toBe(1);
  expect(await main(['ingest', '--nonsense'])).toBe(1);
  expect(await main(['ingest', '--servers', 'express'])).toBe(1);
  expect(await main(['ingest', '--connections', '0'])).toBe(1);
  expect(said.join('')).toMatch(
    /no benchmark nonsense[\s\S]*--nonsense[\s\S]*no server express[\s\S]*--connections/,
  );
});

it('makes one object of the published shape, with the machine and the versions', () => {
  const [benchmark] = BENCHMARKS;
  if (benchmark === undefined) throw new Error('there is no benchmark');
  const rows = [row('p50', 1.2, 'ms')];
  const findings = { rows, versions: { rabbitmq: '3.10.8' }, notes: ['not printed as JSON'] };
  const result = resultOf(benchmark, findings, new Date('2026-11-25T10:00:00Z'));
  expect(JSON.parse(JSON.stringify(result))).toEqual({
    name: 'ingest',
    machine: {
      cpu: expect.any(String),
      cores: expect.any(Number),
      memoryBytes: expect.any(Number),
      kernel: expect.any(String),
    },
    versions: { anton: expect.stringContaining('0.1.0'), node: process.versions.node, rabbitmq: '3.10.8' },
    date: '2026-11-25T10:00:00.000Z',
    rows: [{ what: 'p50', value: 1.2, unit: 'ms', ratio: null, against: null, goal: null }],
  });
});
