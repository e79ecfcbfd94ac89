import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleRoute, sampleTask } from '@anton/testing/samples';

/** Writes the context folder of the trajectory's run below `folder`; returns its path. */
export function writeContext(folder: string, url: string): string {
  const context = join(folder, 'context');
  const task = sampleTask('CALC-1', {
    title: 'add returns a wrong result',
    description: 'tests/test_core.py fails: add(2, 3) should be 5. Find and fix the bug.',
  });
  const route = sampleRoute(task, {
    repository: { id: 'calc', url, branch: 'main' },
    template: 'python-service',
    skills: [],
    models: { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' },
  });
  mkdirSync(context);
  writeFileSync(join(context, 'task.json'), JSON.stringify(task));
  writeFileSync(join(context, 'route.json'), JSON.stringify(route));
  return context;
}
