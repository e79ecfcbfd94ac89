import { spawnSync } from 'node:child_process';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openToolWorld, type ToolWorld } from '@anton/testing/agent';
import type { ToolResult } from './agent-tool.port';
import { EditTool } from './edit.tool';

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('EditTool', () => {
  let world: ToolWorld;

  afterEach(() => world.close());

  async function edit(
    content: string | Buffer,
    input: { old_text: string; new_text: string; replace_all?: boolean },
    path = 'file.txt',
  ): Promise<{ result: ToolResult; after: Buffer }> {
    world = await openToolWorld({ [path]: content });
    const result = await new EditTool().execute({ path, ...input }, world.context);
    return { result, after: await readFile(join(world.root, path)) };
  }

  describe('finds the place', () => {
    it.each([
      ['exactly', 'a\n  b\nc\n', '  b\n', '  B\n', 'a\n  B\nc\n'],
      ['within a line', 'const a = 1; const b = 2;\n', 'b = 2', 'b = 3', 'const a = 1; const b = 3;\n'],
      ['with trailing space ignored', 'a  \nb\t\nc\n', 'a\nb\n', 'x\ny\n', 'x\ny\nc\n'],
      ['with trailing space ignored, without its line end', 'a  \nb\t\nc\n', 'a\nb', 'x', 'x\nc\n'],
      [
        'shifted, the new text with it',
        'if x:\n    a = 1\n    b = 2\n',
        'a = 1\nb = 2',
        'a = 1\nif b:\n    c()',
        'if x:\n    a = 1\n    if b:\n        c()\n',
      ],
      ['shifted to the left', 'a()\nb()\n', '    a()\n    b()\n', '    c()\n', 'c()\n'],
      ['shifted with tabs', 'f {\n\ta\n\tb\n}\n', '  a\n  b', '  a\n    c', 'f {\n\ta\n\t  c\n}\n'],
      ['and deletes whole lines', 'a\n  b  \nc\n', 'b\n', '', 'a\nc\n'],
      ['at the end of a file without a final newline', 'a\nb  ', 'b\n', 'c\n', 'a\nc'],
      ['and takes $& literally', 'price\n', 'price', '$& $1', '$& $1\n'],
    ])('%s', async (_name, before, old_text, new_text, expected) => {
      const { result, after } = await edit(before, { old_text, new_text });
      expect(result).toEqual({ content: 'edited file.txt', isError: false });
      expect(after.toString()).toBe(expected);
    });
  });

  describe('refuses and changes nothing', () => {
    it.each([
      ['several places', 'x\ny\nx\n', 'x', 'z', /2 times, at lines 1, 3/],
      ['several overlapping places', '}\n}\n}\n', '}\n}', '}', /2 times/],
      ['several places after normalising', 'a \nb\na\t\nb\n', 'a\nb\n', 'z', /2 times/],
      ['several places after shifting', ' a\n b\n  a\n  b\n', 'a\nb', 'z', /2 times/],
      ['an empty old text', 'a\n', '', 'b', /old_text is empty/],
      ['a blank old text', 'a \n', ' \n\t', 'b', /old_text is empty/],
      ['no change', 'a\n', 'a', 'a', /equal/],
      [
        'what is not there, with the nearest text',
        'one\ntwo\nthree\nfour\n',
        'two\nthre\nfour',
        'x',
        /2\ttwo\n3\tthree/,
      ],
      ['what resembles nothing', 'one\n', 'zzz', 'x', /not found\.$/],
    ])('%s', async (_name, before, old_text, new_text, message) => {
      const { result, after } = await edit(before, { old_text, new_text });
      expect(result).toMatchObject({ isError: true, content: expect.stringMatching(message) as string });
      expect(after.toString()).toBe(before);
    });

    it.each([
      ['binary files', Buffer.from([0x61, 0, 0x62])],
      ['text that is not UTF-8', Buffer.from('a caf\xe9', 'latin1')],
    ])('%s', async (_name, before) => {
      const { result, after } = await edit(before, { old_text: 'a', new_text: 'c' });
      expect(result.isError).toBe(true);
      expect(after.equals(before)).toBe(true);
    });

    it('files that are not there or outside', async () => {
      world = await openToolWorld({});
      const input = { old_text: 'a', new_text: 'b' };
      for (const path of ['absent.txt', '../x', '/etc/passwd'])
        expect(await new EditTool().execute({ path, ...input }, world.context)).toMatchObject({
          isError: true,
        });
    });
  });

  describe('keeps how the file was written', () => {
    it('CRLF and the mark at its beginning, for a text given with LF', async () => {
      const { after } = await edit('\uFEFFa\r\nb\r\nc', { old_text: 'a\nb\n', new_text: 'x\ny\nz\n' });
      expect(after.toString()).toBe('\uFEFFx\r\ny\r\nz\r\nc');
    });

    it('LF, for a text given with CRLF', async () => {
      const { after } = await edit('a\nb\n', { old_text: 'a\r\nb', new_text: 'x\r\ny' });
      expect(after.toString()).toBe('x\ny\n');
    });

    it('the line ends of a mixed file, line by line', async () => {
      const { after } = await edit('a\r\nb\r\nc\nd\n', { old_text: 'a\nb\n', new_text: 'x\ny\n' });
      expect(after.toString()).toBe('x\r\ny\r\nc\nd\n');
    });

    it('its mode', async () => {
      world = await openToolWorld({ 'run.sh': 'echo a\n' });
      await chmod(join(world.root, 'run.sh'), 0o755);
      await new EditTool().execute({ path: 'run.sh', old_text: 'a', new_text: 'b' }, world.context);
      expect((await stat(join(world.root, 'run.sh'))).mode & 0o777).toBe(0o755);
    });
  });

  it('replaces every place when asked', async () => {
    const { after } = await edit('x y x\nx\n', { old_text: 'x', new_text: 'zz', replace_all: true });
    expect(after.toString()).toBe('zz y zz\nzz\n');
  });

  describe('checks the syntax of what it wrote', () => {
    it.each([
      ['a.json', '{"a": 1}', '1', '1,', /syntax is broken[\s\S]*JSON/],
      ['a.yaml', 'a: 1\n---\nb: 2\n', 'b: 2', 'b: [2', /syntax is broken/],
      ['a.mjs', 'export const a = 1;\n', '1;', '(1;', /syntax is broken[\s\S]*SyntaxError/],
      ['-a.cjs', 'const a = 1;\n', '1;', '(1;', /syntax is broken[\s\S]*SyntaxError/],
      ['a.sh', 'if true; then a; fi\n', 'fi', '', /syntax is broken/],
    ])('%s', async (path, before, old_text, new_text, message) => {
      const { result } = await edit(before, { old_text, new_text }, path);
      expect(result).toMatchObject({ isError: false, content: expect.stringMatching(message) as string });
    });

    it.each([
      ['tsconfig.json', '{\n  // why\n  "a": 1\n}\n', '1', '2'],
      ['chart.yaml', 'a: {{ .Values.a }}\nb: 1\n', 'b: 1', 'b: 2'],
      ['two.yaml', 'a: 1\n---\nb: 2\n', 'b: 2', 'b: 3'],
      ['view.js', 'const a = <b>1</b>;\n', '1', '2'],
      ['unknown.xyz', '(', '(', '(('],
    ])('and has nothing against %s', async (path, before, old_text, new_text) => {
      const { result } = await edit(before, { old_text, new_text }, path);
      expect(result.content).toBe(`edited ${path}`);
    });

    it.skipIf(!hasPython)('Python (needs python3), without leaving anything beside it', async () => {
      const { result } = await edit('a = 1\n', { old_text: '1', new_text: '(1' }, 'a.py');
      expect(result.content).toMatch(/syntax is broken[\s\S]*SyntaxError/);
      expect((await world.context.workspace.list('.', 10)).entries.map(({ path }) => path)).toEqual(['a.py']);
    });
  });
});
