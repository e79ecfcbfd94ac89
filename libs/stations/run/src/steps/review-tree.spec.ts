import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReviewAnswer } from '@anton/agent';
import { LocalCodeHost, type Checkout } from '@anton/codehost';
import { makeBareRepository } from '@anton/testing/code-host';
import { ofOneTree, readBase } from './review-tree';

const APPROVED: ReviewAnswer = {
  kind: 'reviewed',
  verdict: 'approved',
  blocking: [],
  others: [],
  dropped: 0,
  summary: '',
};
const host = new LocalCodeHost();
let dir: string;
let checkout: Checkout;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'anton-review-tree-'));
  const url = pathToFileURL(makeBareRepository(dir, { 'pay.js': 'old\n' })).href;
  const [trustedDir, checkoutDir] = [join(dir, 'trusted'), join(dir, 'checkout')];
  for (const folder of [trustedDir, checkoutDir]) mkdirSync(folder);
  const repository = { url, branch: 'main' };
  checkout = await host.checkout({ repository, taskId: 'pay-1', trustedDir, checkoutDir });
  write('new\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (text: string): void => writeFileSync(join(checkout.checkoutDir, 'pay.js'), text);

describe('a review', () => {
  it('counts when the work tree is the same before and after it', async () => {
    expect(await ofOneTree({ host, checkout }, () => Promise.resolve(APPROVED))).toBe(APPROVED);
  });

  it('is none when the reviewer changed the tree, whatever it says', async () => {
    const edits = (): Promise<ReviewAnswer> => {
      write('edited by the reviewer\n');
      return Promise.resolve(APPROVED);
    };
    expect(await ofOneTree({ host, checkout }, edits)).toEqual({
      kind: 'unavailable',
      reason: 'a reviewer changed the work tree',
    });
  });

  it('reads files as the base commit has them', async () => {
    const run = { host, checkout, signal: new AbortController().signal };
    expect((await readBase(run, 'pay.js'))?.toString()).toBe('old\n');
    expect(await readBase(run, 'new.js')).toBeNull();
    expect(await readBase(run, '../trusted/config')).toBeNull();
  });
});
