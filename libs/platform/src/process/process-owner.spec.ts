import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isDeadOwner, newProcessOwner } from './process-owner';

/** `owner` with one of its parts (machine, process, start, which) replaced. */
function withPart(owner: string, part: number, text: string): string {
  return owner.split('/').with(part, text).join('/');
}

describe('an owner', () => {
  it('is another one each time', () => {
    expect(newProcessOwner()).not.toBe(newProcessOwner());
  });

  it('is alive as long as its process', async () => {
    expect(isDeadOwner(newProcessOwner())).toBe(false);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(isDeadOwner(withPart(newProcessOwner(), 1, String(child.pid)))).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is dead when its number belongs to a later process', () => {
    expect(isDeadOwner(withPart(newProcessOwner(), 2, '1'))).toBe(true);
  });

  it('may be alive on another machine', () => {
    expect(isDeadOwner(withPart(withPart(newProcessOwner(), 0, 'elsewhere'), 2, '1'))).toBe(false);
  });
});
