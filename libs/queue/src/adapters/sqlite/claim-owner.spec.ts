import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isDeadOwner, newClaimOwner } from './claim-owner';

/** `owner` with one of its parts (machine, process, start, which) replaced. */
function withPart(owner: string, part: number, text: string): string {
  return owner.split('/').with(part, text).join('/');
}

describe('the owner of a claim', () => {
  it('is another one each time', () => {
    expect(newClaimOwner()).not.toBe(newClaimOwner());
  });

  it('is alive as long as its process', async () => {
    expect(isDeadOwner(newClaimOwner())).toBe(false);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(isDeadOwner(withPart(newClaimOwner(), 1, String(child.pid)))).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is dead when its number belongs to a later process', () => {
    expect(isDeadOwner(withPart(newClaimOwner(), 2, '1'))).toBe(true);
  });

  it('may be alive on another machine', () => {
    expect(isDeadOwner(withPart(withPart(newClaimOwner(), 0, 'elsewhere'), 2, '1'))).toBe(false);
  });
});
