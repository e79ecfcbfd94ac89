import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openToolWorld, type ToolWorld } from '@anton/testing/agent';
import { BashTool } from './bash.tool';
import { FinishTool } from './finish.tool';
import { RunTestsTool } from './run-tests.tool';
import { WriteFileTool } from './write-file.tool';

describe('the tools that act', () => {
  let world: ToolWorld;

  afterEach(() => world.close());

  describe('bash', () => {
    const bash = (input: Record<string, unknown>) => new BashTool().execute(input, world.context);

    it('gives the output, and the exit status when it is not 0', async () => {
      world = await openToolWorld({});
      expect(await bash({ command: 'echo hi' })).toMatchObject({ content: 'hi', isError: false });
      expect(await bash({ command: 'true' })).toMatchObject({ content: '[no output]', isError: false });
      expect(await bash({ command: 'echo no; exit 3' })).toMatchObject({
        content: 'no\n[exit 3]',
        isError: true,
      });
    });

    it('kills what takes longer than asked for', async () => {
      world = await openToolWorld({});
      const { content, isError } = await bash({ command: 'echo begun; sleep 60', timeout_seconds: 1 });
      expect(content).toBe('begun\n[did not end within 1 s and was killed]');
      expect(isError).toBe(true);
    });

    it('keeps 4,000 characters of a long output and says where the rest is', async () => {
      world = await openToolWorld({});
      const { content } = await bash({ command: 'seq 1 40000' });
      expect(content.length).toBeLessThan(4_200);
      expect(content).toMatch(
        /^1\n2\n[\s\S]*228894 bytes in all; the full text is in @out\/001\.log[\s\S]*\n40000$/,
      );
    });

    it('does not run what it refuses', async () => {
      world = await openToolWorld({});
      expect(await bash({ command: 'touch made; git push' })).toMatchObject({ isError: true });
      expect((await world.context.workspace.list('.', 5)).entries).toEqual([]);
    });
  });

  it('write_file makes a file with its folders and checks its syntax', async () => {
    world = await openToolWorld({});
    const write = (path: string, content: string) =>
      new WriteFileTool().execute({ path, content }, world.context);
    expect(await write('a/b.json', '{}\n')).toEqual({ content: 'wrote a/b.json', isError: false });
    expect(await readFile(join(world.root, 'a/b.json'), 'utf8')).toBe('{}\n');
    expect((await write('a/c.json', '{')).content).toContain('its syntax is broken');
    expect(await write('.git/config', 'x')).toMatchObject({ isError: true });
  });

  describe('run_tests', () => {
    const runTests = () => new RunTestsTool().execute({}, world.context);

    it('tells a green run', async () => {
      world = await openToolWorld({}, { checks: ['true'] });
      expect(await runTests()).toEqual({ content: 'passed', isError: false, logPath: '@out/001.log' });
    });

    it('tells a red run with its failures', async () => {
      const output = 'ℹ tests 2\nℹ fail 1\n\n✖ failing tests:\n\n✖ adds up (1ms)\n  expected 2';
      world = await openToolWorld({ output }, { checks: ['cat output; exit 1'] });
      expect(await runTests()).toEqual({
        content: 'failed (2 tests, 1 failing), exit 1\n- adds up\n  expected 2\n[full output: @out/001.log]',
        isError: true,
        logPath: '@out/001.log',
      });
    });

    it('names every failing test, and bounds what they say', async () => {
      const said = `  ${'x'.repeat(90)}\n`.repeat(30);
      const lines = Array.from({ length: 20 }, (_, n) => `✖ test ${n} (1ms)\n${said}`).join('');
      const output = `ℹ tests 20\nℹ fail 20\n✖ failing tests:\n${lines}`;
      world = await openToolWorld({ output }, { checks: ['cat output; exit 1'] });
      const { content } = await runTests();
      for (let n = 0; n < 20; n += 1) expect(content).toContain(`- test ${n}\n`);
      expect(content.length).toBeLessThan(14_000);
    });

    it('tells a run that does not end', async () => {
      world = await openToolWorld({}, { checks: ['echo watching; sleep 60'], checkTimeoutMs: 500 });
      expect((await runTests()).content).toMatch(/^did not terminate within \d+ s[\s\S]*watching/);
    });

    it('says when there is nothing to run', async () => {
      world = await openToolWorld({});
      expect(await runTests()).toMatchObject({ isError: true });
    });
  });

  it('finish carries the claim', async () => {
    world = await openToolWorld({});
    expect(await new FinishTool().execute({ outcome: 'fixed', summary: 'why' })).toMatchObject({
      claim: { outcome: 'fixed', summary: 'why' },
    });
  });
});
