import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { readRunContext } from './run-context';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'anton-context-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const task = sampleTask('PAY-1');

async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, content] of Object.entries(files))
    await writeFile(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('readRunContext', () => {
  it('reads task, route and the skills by name', async () => {
    await write({
      'task.json': task,
      'route.json': sampleRoute(task),
      'skill.maven.md': '---\nname: maven\ndescription: "How: we build"\n---\n\nmvn\n---\nmore',
      'skill.house-rules.md': 'rules',
      'notes.md': 'none of ours',
    });
    const context = await readRunContext(dir);
    expect(context).toMatchObject({ task: { taskId: task.taskId }, repository: { id: 'payments' } });
    expect(context.skills).toEqual([
      { name: 'house-rules', description: '', body: 'rules' },
      { name: 'maven', description: 'How: we build', body: 'mvn\n---\nmore' },
    ]);
  });

  it.each([
    ['languages that run code', '---js\nprocess.exit(1)\n---\nbody', 'body'],
    ['YAML that is none', '---\n{\n---\nbody', '---\n{\n---\nbody'],
    ['no fields', '---\ntext between lines\n---\nbody', 'body'],
  ])('takes nothing from a front matter with %s', async (_what, text, body) => {
    await write({ 'task.json': task, 'route.json': sampleRoute(task), 'skill.x.md': text });
    expect((await readRunContext(dir)).skills).toEqual([{ name: 'x', description: '', body }]);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['without a route', { 'task.json': task }, 'context_invalid', /route\.json: ENOENT/],
    ['that is no JSON', { 'task.json': '{' }, 'context_invalid', /task\.json/],
    ['that is no task', { 'task.json': {} }, 'contract_invalid', /anton\.task\.v1/],
    [
      'with the route of another task',
      { 'task.json': task, 'route.json': sampleRoute(sampleTask('PAY-2')) },
      'context_invalid',
      /belongs to jira-pay-2/,
    ],
    [
      'whose verdict is not to fix',
      { 'task.json': task, 'route.json': sampleRoute(task, { verdict: 'not_fixable' }) },
      'context_invalid',
      /verdict is not_fixable/,
    ],
  ])('refuses a folder %s', async (_what, files, code, message) => {
    await write(files);
    await expect(readRunContext(dir)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});
