import { describe, expect, it } from 'vitest';
import { isAntonError } from '../errors/anton.error';
import { InvalidContractError } from '../errors/invalid-contract.error';
import { AgentTask, parseAgentTask } from './agent-task';
import { EvidenceCondition } from './task-evidence';
import { taskOnTheWire } from './task.fixture';

function problemsOf(value: unknown): readonly string[] {
  try {
    parseAgentTask(value);
  } catch (error) {
    if (error instanceof InvalidContractError) return error.problems;
    throw error;
  }
  return [];
}

const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

describe('parseAgentTask', () => {
  it('makes instances of the whole task and keeps every field', () => {
    const task = parseAgentTask(taskOnTheWire());
    expect(task).toBeInstanceOf(AgentTask);
    expect(task.evidence.conditions?.[0]).toBeInstanceOf(EvidenceCondition);
    expect(JSON.parse(JSON.stringify(task))).toEqual(taskOnTheWire());
  });

  it('takes a task that knows nothing beyond what is demanded', () => {
    const nothing = { externalUrl: null, service: null, environment: null, repository: null };
    const bare = taskOnTheWire({ ...nothing, evidence: {}, requestedBy: null, trace: null, labels: [] });
    expect(problemsOf(bare)).toEqual([]);
  });

  it('drops what it does not know, so that an older receiver takes a newer sender', () => {
    const task = parseAgentTask(taskOnTheWire({ future: 1 }));
    expect(Object.keys(task)).not.toContain('future');
  });

  it('names every bad field at once', () => {
    const problems = problemsOf(taskOnTheWire({ priority: 'P0', title: '', labels: [7] }));
    expect(problems.some((problem) => problem.startsWith('priority: '))).toBe(true);
    expect(problems.some((problem) => problem.startsWith('title: '))).toBe(true);
    expect(problems.some((problem) => problem.startsWith('labels: '))).toBe(true);
  });

  it.each([
    ['schema', 'anton.task.v2'],
    ['taskId', 'Datadog-x-wfvbx64mn5'],
    ['taskId', `${'a'.repeat(40)}-x-wfvbx64mn5`],
    ['logicalKey', ''],
    ['source', 'datadog'],
    ['externalUrl', 'javascript:alert(1)'],
    ['externalUrl', 'file:///etc/passwd'],
    ['title', 'x'.repeat(501)],
    ['description', null],
    ['description', 'x'.repeat(262_145)],
    ['labels', 'anton'],
    ['labels', Array.from({ length: 201 }, () => 'x')],
    ['repository', []],
    ['repository', 'https://github.com/acme/payments.git'],
    ['repository.url', { url: 7 }, 'repository'],
    ['evidence', []],
    ['evidence', null],
    ['evidence', 'text'],
    ['evidence.attributes', { attributes: { project: 'PAY' } }, 'evidence'],
    ['evidence.attributes', { attributes: { project: [1] } }, 'evidence'],
    ['evidence.attributes', { attributes: [['PAY']] }, 'evidence'],
    ['evidence.conditions.0.metric', { conditions: [{}] }, 'evidence'],
    ['occurredAt', 'yesterday'],
    ['occurredAt', 1_762_000_000],
    ['trace.traceparent', { traceparent: '00-0-0-00' }, 'trace'],
  ])('names %s when it is %j', (path, value, field = path) => {
    const problems = problemsOf(taskOnTheWire({ [field]: value }));
    expect(problems.map((problem) => problem.split(':')[0])).toContain(path);
  });

  it.each([null, undefined, 7, 'task', [], [taskOnTheWire()], true])('refuses %j as a body', (value) => {
    expect(problemsOf(value)).toEqual(['the body is not a JSON object']);
  });

  it('refuses a body that is nested deeper than the stack, instead of falling over', () => {
    const deep = taskOnTheWire({ evidence: { attributes: nested(20_000) } });
    expect(problemsOf(deep)).toEqual(['the body is nested too deeply']);
  });

  it('is not polluted by keys of the prototype', () => {
    const hostile: unknown = JSON.parse(
      `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},${JSON.stringify(taskOnTheWire()).slice(1)}`,
    );
    const task = parseAgentTask(hostile);
    expect(Object.hasOwn(task, 'isAdmin') || 'isAdmin' in task || 'isAdmin' in {}).toBe(false);
  });

  it('throws an error that a queue can act on', () => {
    try {
      parseAgentTask({});
      expect.unreachable();
    } catch (error) {
      expect(isAntonError(error) && error.category).toBe('permanent');
      expect(isAntonError(error) && error.code).toBe('contract_invalid');
      expect(isAntonError(error) && error.remedy).toContain('docs/schemas/anton.task.v1.json');
    }
  });
});
