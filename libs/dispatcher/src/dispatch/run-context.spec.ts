import { describe, expect, it } from 'vitest';
import { parseAgentTask, parseRouteDecision, type AgentTask } from '@anton/contracts';
import { cutText } from './cut-text';
import { MAX_CONTEXT_BYTES, runContext } from './run-context';

const taskWith = (fields: Partial<AgentTask>): AgentTask =>
  parseAgentTask({
    schema: 'anton.task.v1',
    taskId: 'jira-pay-1-k3v9q2m7xa',
    logicalKey: 'key',
    source: 'JIRA',
    externalId: 'PAY-1',
    correlationKey: 'PAY-1',
    title: 'Payments fail',
    description: 'short',
    priority: 'P3',
    labels: [],
    evidence: {},
    occurredAt: '2026-11-01T10:00:00Z',
    receivedAt: '2026-11-01T10:00:01Z',
    ...fields,
  });

const route = parseRouteDecision({
  schema: 'anton.route.v1',
  taskId: 'jira-pay-1-k3v9q2m7xa',
  attempt: 1,
  verdict: 'fix',
  repository: { id: 'payments', url: 'file:///srv/git/payments.git', branch: 'main' },
  template: 'node-service',
  skills: ['house-rules'],
  complexity: 'small',
  risk: 'low',
  autonomy: 'pull_request',
  reason: 'a stack trace',
  confidence: 0.9,
  decidedBy: { kind: 'rules' },
  setup: [],
  checks: [],
  protectedPaths: [],
  limits: { costUsd: 2, minutes: 30, modelCalls: 150 },
  models: { coder: 'coder-1', reviewer: 'reviewer-1' },
});

const skills = [{ name: 'house-rules', description: 'rules', body: '# Rules' }];
const sizeOf = (files: Record<string, string>): number => Buffer.byteLength(Object.values(files).join(''));

describe('runContext', () => {
  it('gives the task, the route of this attempt and the skills', () => {
    const files = runContext({ task: taskWith({}), route, attempt: 2, costUsd: 0.5, skills });
    expect(Object.keys(files)).toEqual(['task.json', 'route.json', 'skill.house-rules.md']);
    expect(parseAgentTask(JSON.parse(files['task.json'] ?? ''))).toEqual(taskWith({}));
    expect(parseRouteDecision(JSON.parse(files['route.json'] ?? ''))).toMatchObject({
      attempt: 2,
      limits: { costUsd: 0.5, minutes: 30, modelCalls: 150 },
      template: 'node-service',
    });
    expect(files['skill.house-rules.md']).toBe('---\nname: house-rules\ndescription: rules\n---\n\n# Rules');
  });

  it('cuts long texts head and tail until all fit, whatever a character weighs', () => {
    const long = (name: string) => `${name} begins ${'\u2603'.repeat(250_000)} ${name} ends`;
    const task = taskWith({
      description: long('it'),
      evidence: { logs: long('log'), stackTrace: long('trace') },
    });
    const files = runContext({ task, route, attempt: 1, costUsd: 2, skills });
    expect(sizeOf(files)).toBeLessThan(MAX_CONTEXT_BYTES);
    expect(sizeOf(files)).toBeGreaterThan(MAX_CONTEXT_BYTES / 2);
    const { evidence } = parseAgentTask(JSON.parse(files['task.json'] ?? ''));
    expect(evidence.logs).toMatch(/^log begins .*\n\[\.\.\. \d+ characters left out \.\.\.\]\n.* log ends$/);
  });

  it('refuses what cannot be cut to fit', () => {
    const attributes = { tag: Array.from({ length: 100_000 }, (_, index) => `a-long-tag-number-${index}`) };
    const task = taskWith({ evidence: { attributes } });
    expect(() => runContext({ task, route, attempt: 1, costUsd: 2, skills })).toThrow(/more than 921600/);
  });
});

describe('cutText', () => {
  it('leaves a short text alone', () => {
    expect(cutText('abc', 3)).toBe('abc');
  });

  it('never cuts a surrogate pair in two', () => {
    expect(cutText('\u{1F600}'.repeat(10), 10)).toMatch(
      /^(\u{1F600}){2}\n\[\.\.\. 12 .*\]\n(\u{1F600}){2}$/u,
    );
  });
});
