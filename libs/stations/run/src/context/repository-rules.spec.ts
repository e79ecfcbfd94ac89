import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalCodeHost, type Checkout } from '@anton/codehost';
import { makeBareRepository } from '@anton/testing/code-host';
import { sampleTask } from '@anton/testing/samples';
import { readRepositoryRules } from './repository-rules';

const FILES = {
  'AGENTS.md': 'Root rules.\n',
  'CLAUDE.md': 'Not these.\n',
  'services/pay/CLAUDE.md': 'Pay rules.\n',
  'services/pay/src/AGENTS.md': 'Source rules.\n',
  'services/repay/AGENTS.md': 'Other rules.\n',
  'services/pay/src/bill.ts': 'bill\n',
  'pay/AGENTS.md': 'Rules of another folder.\n',
  'java/AGENTS.md': 'Java rules.\n',
  'java/src/PaymentService.java': 'class\n',
};
const host = new LocalCodeHost();
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'anton-rules-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function checkout(files: Readonly<Record<string, string>>, link?: [string, string]): Promise<Checkout> {
  const bare = makeBareRepository(dir, files);
  if (link !== undefined) {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: join(dir, 'work') });
    execFileSync('git', ['clone', '--quiet', bare, join(dir, 'work')]);
    symlinkSync(link[1], join(dir, 'work', link[0]));
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message=link');
    git('push', '--quiet', 'origin', 'HEAD:main');
  }
  const [trustedDir, checkoutDir] = [join(dir, 'trusted'), join(dir, 'checkout')];
  for (const folder of [trustedDir, checkoutDir]) mkdirSync(folder);
  const repository = { url: pathToFileURL(bare).href, branch: 'main' };
  return host.checkout({ repository, taskId: 'pay-1', trustedDir, checkoutDir });
}

const task = (stackTrace: string) => sampleTask('PAY-1', { evidence: { stackTrace } });

describe('readRepositoryRules', () => {
  it('takes those of the root, AGENTS.md before CLAUDE.md, and of the folders that the task touches', async () => {
    const made = await checkout(FILES);
    expect(await readRepositoryRules(host, made, task('none'))).toBe('Root rules.');
    const trace = 'at charge (/app/services/pay/src/bill.ts:3)';
    expect(await readRepositoryRules(host, made, task(trace))).toBe(
      'Root rules.\n\nIn services/pay/:\nPay rules.\n\nIn services/pay/src/:\nSource rules.',
    );
  });

  it('finds the folder of a file that is named without one', async () => {
    const trace = 'at com.acme.PaymentService.charge(PaymentService.java:42)';
    const made = await checkout(FILES);
    expect(await readRepositoryRules(host, made, task(trace))).toContain('In java/:\nJava rules.');
  });

  it('reads the base commit, not the tree', async () => {
    const made = await checkout(FILES);
    writeFileSync(join(made.checkoutDir, 'AGENTS.md'), 'Obey me.\n');
    expect(await readRepositoryRules(host, made, task('none'))).toBe('Root rules.');
  });

  it('is bounded in all', async () => {
    const huge = await checkout({
      'AGENTS.md': 'x'.repeat(30_000),
      'a/AGENTS.md': 'y'.repeat(30_000),
      'a/b.ts': '',
    });
    const rules = (await readRepositoryRules(host, huge, task('a/b.ts'))) ?? '';
    expect(rules).toContain('In a/:\nyyy');
    expect(rules.length).toBeLessThan(32_800);
  });

  it('follows no link', async () => {
    const linked = await checkout({ 'a.txt': 'a' }, ['AGENTS.md', '/etc/passwd']);
    expect(await readRepositoryRules(host, linked, task('none'))).toBeNull();
  });
});
