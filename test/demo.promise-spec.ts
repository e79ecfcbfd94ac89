import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { ANTON } from './support/anton-process';

const tmp = mkdtempSync(join(tmpdir(), 'anton-demos-'));
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

async function demo(...args: string[]): Promise<{ lines: string[]; result: Record<string, unknown> }> {
  const { stdout } = await execa(process.execPath, ['--no-warnings', ANTON, 'demo', ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: tmp },
    extendEnv: false,
  });
  const lines = stdout.split('\n');
  return { lines, result: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

const PROVEN = 'nobody has no discount';
const ON_BASE = 'npm run --silent test -- test/discount.test.js';

describe('the demo', () => {
  it('tells the truth twice at once, and leaves nothing but the folder that it names', async () => {
    const demos = await Promise.all([demo(), demo('--json')]);
    for (const { result } of demos) {
      expect(result).toMatchObject({
        status: 'pr_opened',
        branch: `fix/${String(result['taskId'])}`,
        problems: [],
        title: expect.stringMatching(/^Fix TypeError in payment-service/),
        proof: { tests: [PROVEN], base: ON_BASE, head: 'npm run --silent test' },
        costUsd: expect.any(Number),
      });
      expect(result['costUsd']).toBeGreaterThan(0);
      expect(readFileSync(String(result['body']), 'utf8')).toContain(`- \`${PROVEN}\``);
      expect(existsSync(String(result['repository']))).toBe(true);
    }
    expect(readdirSync(tmp).toSorted()).toEqual(
      demos.map(({ result }) => String(result['folder']).slice(tmp.length + 1)).toSorted(),
    );
  });

  it('shows the stations in order, without colours where nobody looks', async () => {
    const { lines } = await demo();
    const text = lines.join('\n');
    expect(text).not.toContain('\u001b[');
    const order = [
      'webhook',
      '✗ baseline',
      '✓ implement',
      '✓ checks',
      '✗ review',
      '✓ review',
      '✓ push',
      '✓ pull_request',
      '✓ verify',
      `✓ test          ${PROVEN}: red on main, green on the fix`,
      `✗ main + tests  ${ON_BASE} (exit 1)`,
      '✓ on the fix    npm run --silent test (exit 0, 4 tests)',
      'cost          $0.',
      '**proven** red → green · 4 tests passed · approved by',
    ];
    const places = order.map((station) => text.indexOf(station));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('speaks JSON only to machines', async () => {
    const { lines } = await demo('--json');
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});
