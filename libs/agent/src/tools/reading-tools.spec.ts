import { afterEach, describe, expect, it } from 'vitest';
import { openToolWorld, type ToolWorld } from '@anton/testing/agent';
import { GrepTool } from './grep.tool';
import { LsTool } from './ls.tool';
import { ReadFileTool } from './read-file.tool';

const numbers = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

describe('the tools that read', () => {
  let world: ToolWorld;

  afterEach(() => world.close());

  describe('read_file', () => {
    const read = (input: Record<string, unknown>) => new ReadFileTool().execute(input, world.context);

    it('numbers lines and pages by offset and limit', async () => {
      world = await openToolWorld({ 'a.txt': 'one\ntwo\nthree\n' });
      expect((await read({ path: 'a.txt' })).content).toBe('1\tone\n2\ttwo\n3\tthree');
      expect((await read({ path: 'a.txt', offset: 2, limit: 1 })).content).toBe(
        '2\ttwo\n[3 lines in all; go on with offset 3]',
      );
    });

    it('stops at 1,000 lines, 2,000 characters a line and 32,000 in all', async () => {
      world = await openToolWorld({
        'long.txt': numbers(1_500),
        'wide.txt': `${'😀'.repeat(5_000)}\n`,
        'big.txt': `${'x'.repeat(1_500)}\n`.repeat(100),
      });
      const long = (await read({ path: 'long.txt', limit: 5_000 })).content;
      expect(long).toMatch(/\n1000\tline 1000\n\[1500 lines in all; go on with offset 1001\]$/);
      const wide = (await read({ path: 'wide.txt' })).content;
      expect(wide.length).toBeLessThan(2_010);
      const big = (await read({ path: 'big.txt' })).content;
      expect(big.length).toBeLessThan(32_100);
      expect(big).toMatch(/go on with offset 22\]$/);
    });

    it('says what it cannot show', async () => {
      world = await openToolWorld({ empty: '', binary: Buffer.from([1, 0, 2]), 'src/a': '' });
      expect((await read({ path: 'empty' })).content).toBe('[empty file]');
      expect((await read({ path: 'empty', offset: 9 })).isError).toBe(false);
      for (const path of ['binary', 'src', 'absent', '../x'])
        expect(await read({ path })).toMatchObject({ isError: true });
    });

    it('reads the log of a command', async () => {
      world = await openToolWorld({});
      const { output } = await world.context.workspace.exec({ command: 'echo hello', timeoutMs: 5_000 });
      expect((await read({ path: output.logPath })).content).toBe('1\thello');
    });
  });

  describe('grep', () => {
    const grep = (input: Record<string, unknown>) => new GrepTool().execute(input, world.context);

    it('shows path, line and text', async () => {
      world = await openToolWorld({ 'src/a.ts': 'one\nTwo\n', 'src/b.md': 'two\n' });
      expect((await grep({ pattern: 't.o', ignore_case: true, glob: '*.ts' })).content).toBe(
        'src/a.ts:2:Two',
      );
      expect((await grep({ pattern: 'absent' })).content).toBe('no matches');
      expect(await grep({ pattern: '(' })).toMatchObject({ isError: true });
    });

    it('stops at 100 matches and at 12,000 characters, at the end of a line', async () => {
      world = await openToolWorld({ many: 'x\n'.repeat(200), wide: `y${'z'.repeat(500)}\n`.repeat(100) });
      const many = (await grep({ pattern: 'x', path: 'many' })).content.split('\n');
      expect(many).toHaveLength(101);
      const wide = (await grep({ pattern: 'y', path: 'wide' })).content;
      expect(wide.length).toBeLessThan(12_100);
      expect(wide).toMatch(/z\n\[more matches; narrow the search\]$/);
    });
  });

  it('ls marks folders and stops at 200 entries', async () => {
    world = await openToolWorld({
      'a/b.txt': '',
      ...Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`many/${index}`, ''])),
    });
    const ls = (path?: string) => new LsTool().execute(path === undefined ? {} : { path }, world.context);
    expect((await ls()).content).toBe('a/\nmany/');
    expect((await ls('many')).content.split('\n')).toHaveLength(201);
    expect(await ls('absent')).toMatchObject({ isError: true });
  });
});
