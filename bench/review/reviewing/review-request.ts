import { budgetLimitsOf, RunBudget, type CheckRun, type ReviewRequest } from '@anton/agent';
import { deriveTaskId, parseAgentTask, TASK_SCHEMA, type AgentTask } from '@anton/contracts';
import { sampleRoute } from '@anton/testing/samples';
import type { Workspace } from '@anton/workspace';
import type { ReviewCase } from '../set/review-case';
import type { SeededDiff } from '../set/read-set';

const AT = '2026-11-01T10:00:00.000Z';
/** Of one review in the bench: what the reviewer's own bound lets pass, and time for a slow vendor. */
const LIMITS = { costUsd: 2, minutes: 30, modelCalls: 150 };
const TESTS = 12;
const COMMANDS: Readonly<Record<ReviewCase['language'], string>> = {
  java: 'mvn -B -ntp test',
  typescript: 'npm test',
  python: 'python -m pytest',
  go: 'go test ./...',
};

function taskOf({ id, ticket }: ReviewCase): AgentTask {
  const identity = { source: 'JIRA', externalId: id.toUpperCase(), logicalKey: `review|${id}` };
  const criteria = ticket.acceptance.map((one) => `- ${one}`).join('\n');
  return parseAgentTask({
    schema: TASK_SCHEMA,
    taskId: deriveTaskId(identity),
    ...identity,
    correlationKey: identity.logicalKey,
    title: ticket.title,
    description: `${ticket.description}\n\nAcceptance criteria:\n${criteria}`,
    priority: 'P3',
    labels: [],
    evidence: {},
    occurredAt: AT,
    receivedAt: AT,
  });
}

/** The checks as the gate reports them: the ticket's test is red before and green after, whatever the change is worth. */
function checksOf({ language, failing }: ReviewCase, isAfter: boolean): CheckRun {
  const isRed = failing !== undefined && !isAfter;
  return {
    command: COMMANDS[language],
    outcome: isRed ? 'failed' : 'passed',
    exitCode: isRed ? 1 : 0,
    tests: TESTS,
    failed: isRed ? 1 : 0,
    skipped: 0,
    cases: [],
    flaky: [],
    failures: isRed ? [{ id: failing.test, detail: failing.detail }] : [],
    durationMs: 1_000,
    tail: '',
    logPath: null,
  };
}

/** Where the reviewer reads. */
interface ReviewedTree {
  readonly diff: string;
  readonly workspace: Workspace;
  readonly readBase: (path: string) => Promise<Buffer | null>;
}

/** What the run station would ask the reviewer about this change in its first round. */
export function requestOf({ of }: SeededDiff, tree: ReviewedTree, model: string): ReviewRequest {
  const task = taskOf(of);
  return {
    ...tree,
    task,
    route: sampleRoute(task, { models: { coder: 'none', reviewer: model }, limits: LIMITS }),
    baseline: checksOf(of, false),
    final: checksOf(of, true),
    round: 1,
    earlier: [],
    budget: new RunBudget(budgetLimitsOf({ limits: LIMITS }, new Date())),
    signal: new AbortController().signal,
  };
}
