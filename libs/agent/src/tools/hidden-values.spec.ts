import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Redactor } from '@anton/platform';
import { openToolWorld, type ToolWorld } from '@anton/testing/agent';
import type { ToolResult } from './agent-tool.port';
import { EditTool } from './edit.tool';
import { WriteFileTool } from './write-file.tool';

const SECRET = 'hunter2-hunter2-hunter2';
const CONFIG = `host = a\nkey = ${SECRET}\nport = 1\n`;
const redactor = new Redactor([SECRET]);
let world: ToolWorld;
afterEach(() => world.close());

async function open(files: Readonly<Record<string, string>>): Promise<void> {
  world = await openToolWorld(files, { redact: (text) => redactor.redact(text) });
}
const edit = (path: string, old_text: string, new_text: string): Promise<ToolResult> =>
  new EditTool().execute({ path, old_text, new_text }, world.context);
const write = (path: string, content: string): Promise<ToolResult> =>
  new WriteFileTool().execute({ path, content }, world.context);
const contentOf = (path: string): Promise<string> => readFile(join(world.root, path), 'utf8');

describe('a file with a value that is hidden from the model', () => {
  it('is edited around it', async () => {
    await open({ 'a.ini': CONFIG });
    expect(await edit('a.ini', 'port = 1', 'port = 2')).toMatchObject({ isError: false });
    expect(await contentOf('a.ini')).toBe(CONFIG.replace('port = 1', 'port = 2'));
  });

  it.each([
    ['an old text with the placeholder', () => edit('a.ini', 'key = [redacted]\n', ''), /old_text holds/],
    ['a new text with it', () => edit('a.ini', 'port = 1', 'port = [redacted]'), /in their place/],
    ['a whole file with it', () => write('a.ini', 'key = [redacted]\n'), /in their place/],
  ])('keeps the value from %s', async (_what, act, words) => {
    await open({ 'a.ini': CONFIG });
    expect(await act()).toMatchObject({ isError: true, content: expect.stringMatching(words) as string });
    expect(await contentOf('a.ini')).toBe(CONFIG);
  });
});

it('a file that says the placeholder itself is a file as any other', async () => {
  await open({ 'a.js': "const hidden = '[redacted]';\n" });
  expect(await edit('a.js', "'[redacted]'", "'[hidden]'")).toMatchObject({ isError: false });
  expect(await write('a.js', "const other = '[redacted]';\n")).toMatchObject({ isError: false });
  expect(await write('new.js', "const fresh = '[redacted]';\n")).toMatchObject({ isError: false });
});
