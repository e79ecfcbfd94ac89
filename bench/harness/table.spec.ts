import { expect, it } from 'vitest';
import type { BenchmarkResult } from './result';
import { row } from './row';
import { resultText, rowsTable } from './table';

const rows = [
  row('requests, anton', 4_123.4, 'req/s', {
    ratio: { value: 0.8149, against: 'bare' },
    goal: { of: 'ratio', atLeast: 0.8 },
  }),
  row('p99, anton', 0.1234, 'ms', { goal: { of: 'value', atMost: 0.1 } }),
];

it('draws a table of Markdown whose columns stand below one another', () => {
  expect(rowsTable(rows).split('\n')).toEqual([
    '| what            | value | unit  | ratio | against | goal                |',
    '| --------------- | ----: | ----- | ----: | ------- | ------------------- |',
    '| requests, anton | 4,123 | req/s |  0.81 | bare    | ratio ≥ 0.8: met    |',
    '| p99, anton      |  0.12 | ms    |       |         | value ≤ 0.1: MISSED |',
  ]);
});

it('says where, when and with what, and what else there is to know', () => {
  const result: BenchmarkResult = {
    name: 'ingest',
    machine: { cpu: 'AMD EPYC', cores: 2, memoryBytes: 8 * 2 ** 30, kernel: 'Linux 6.1' },
    versions: { node: '24.21.0', rabbitmq: '3.10.8' },
    date: '2026-11-25T10:00:00.000Z',
    rows,
  };
  const text = resultText(result, ['load by wrk']);
  expect(text).toContain('# ingest, 2026-11-25T10:00:00.000Z');
  expect(text).toContain('AMD EPYC, 2 cores, 8 GiB, Linux 6.1');
  expect(text).toContain('node 24.21.0 · rabbitmq 3.10.8');
  expect(text).toContain(rowsTable(rows));
  expect(text.endsWith('- load by wrk\n')).toBe(true);
});
