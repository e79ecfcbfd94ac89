import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Workspace } from '@anton/workspace';
import { isRunning } from './is-running';

/** Bytes that never end, a few at a time. */
async function* endless(): AsyncGenerator<Buffer> {
  for (;;) {
    yield Buffer.alloc(64, 'x');
    await setImmediate();
  }
}

const marker = (): string => `7${Math.floor(Math.random() * 1e8)}`;

/** Programs that go on while others come and go. */
export function programContract(workspace: () => Workspace): void {
  describe('programs', () => {
    it('talk over their input and output, in the root, until they end', async () => {
      const program = await workspace().start([
        'bash',
        '-c',
        'read x; cat src/app.ts; echo "$x $1" >&2; exit 3',
        'b',
        '$(a) b',
      ]);
      const output = text(program.output);
      program.input.write('hello\n');
      expect(await output).toContain('const two');
      expect(await program.ended).toBe(3);
      expect(program.errors()).toBe('hello $(a) b\n');
    });

    it('see no secret', async () => {
      const program = await workspace().start(['env']);
      const [output] = await Promise.all([text(program.output), program.ended]);
      expect(output).toContain('CI=true');
      expect(output).not.toContain('canary');
    });

    it('end at once when they do not exist', async () => {
      const program = await workspace().start(['no-such-program-of-anton']);
      program.input.write('into the void\n');
      expect(await program.ended).toBe(127);
      expect(program.errors()).toContain('no-such-program-of-anton');
    });

    it('tell how they ended when they read less than they are sent', async () => {
      for (let round = 0; round < 40; round += 1) {
        const program = await workspace().start(['bash', '-c', 'head -c 9; exit 3']);
        const output = text(program.output);
        const sent = pipeline(endless(), program.input).catch(() => undefined);
        expect(await program.ended).toBe(3);
        await sent;
        expect(await output).toBe('x'.repeat(9));
      }
    }, 60_000);

    it('are stopped with everything that they started', async () => {
      const sleep = marker();
      const program = await workspace().start([
        'bash',
        '-c',
        `setsid sleep ${sleep} & echo up; sleep ${sleep}`,
      ]);
      await once(program.output, 'data');
      await program.stop();
      expect(isRunning(sleep)).toBe(false);
      await program.stop();
    }, 20_000);

    it('leave nothing behind when they end by themselves', async () => {
      const sleep = marker();
      const program = await workspace().start(['bash', '-c', `setsid sleep ${sleep} & exit 0`]);
      expect(await program.ended).toBe(0);
      expect(isRunning(sleep)).toBe(false);
    }, 20_000);

    it('end with the workspace, whether they want to or not', async () => {
      const sleep = marker();
      const program = await workspace().start([
        'bash',
        '-c',
        `trap "" TERM; echo up; while :; do sleep ${sleep}; done`,
      ]);
      await once(program.output, 'data');
      await workspace().close();
      await program.ended;
      expect(isRunning(sleep)).toBe(false);
    }, 20_000);
  });
}
