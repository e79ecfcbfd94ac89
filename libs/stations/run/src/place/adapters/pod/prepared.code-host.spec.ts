import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LocalCodeHost } from '@anton/codehost';
import { PreparedCodeHost } from './prepared.code-host';
import { SandboxTree } from './sandbox-tree';

let trusted: string;
beforeEach(() => (trusted = mkdtempSync(join(tmpdir(), 'anton-trusted-'))));
afterEach(() => rmSync(trusted, { recursive: true, force: true }));

/** It is not reached: there is nothing to fill it with. */
const tree = Object.create(SandboxTree.prototype) as SandboxTree;

it.each([
  ['nothing', null],
  ['half a file', '{"baseSha":'],
])('says what has to run first where prepare left %s', async (_name, content) => {
  if (content !== null) writeFileSync(join(trusted, 'checkout.json'), content);
  const host = new PreparedCodeHost(new LocalCodeHost(), trusted, tree, false);
  const asked = host.checkout({
    repository: { url: 'file:///pay.git', branch: 'main' },
    taskId: '0000000000000001',
    trustedDir: trusted,
    checkoutDir: trusted,
  });
  await expect(asked).rejects.toMatchObject({
    code: 'not_prepared',
    remedy: expect.stringContaining('runner prepare') as string,
  });
});
