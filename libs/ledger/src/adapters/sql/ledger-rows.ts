import {
  taskHash,
  type AgentTask,
  type LifeCycleEvent,
  type RouteDecision,
  type RunReport,
  type RunState,
  type TaskState,
} from '@anton/contracts';
import type { Insertable, Selectable } from 'kysely';
import type { RunRecord, SpendRecord, TaskRecord } from '../../ledger.port';
import type { EventsTable, RunsTable, SpendTable, TasksTable } from './ledger.schema';

/** JSON text that this ledger wrote itself. */
function read<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** A task as it is when it is accepted. */
export function newTaskRow(task: AgentTask, now: string): Insertable<TasksTable> {
  return {
    task_id: task.taskId,
    logical_key: task.logicalKey,
    source: task.source,
    correlation_key: task.correlationKey,
    priority: task.priority,
    task: JSON.stringify(task),
    hash: taskHash(task),
    state: 'accepted',
    reason: null,
    outcome: null,
    route: null,
    attempts: 0,
    not_before: null,
    accepted_at: now,
    updated_at: now,
    reopened_at: null,
    pruned_at: null,
  };
}

export function taskRecord(row: Selectable<TasksTable>): TaskRecord {
  return {
    task: read<AgentTask>(row.task),
    hash: row.hash,
    state: row.state,
    reason: row.reason,
    outcome: row.outcome,
    route: row.route === null ? null : read<RouteDecision>(row.route),
    attempts: row.attempts,
    notBefore: row.not_before,
    acceptedAt: row.accepted_at,
    updatedAt: row.updated_at,
    ...(row.pruned_at === null ? {} : { prunedAt: row.pruned_at }),
  };
}

export function runRecord(row: Selectable<RunsTable>): RunRecord {
  return {
    taskId: row.task_id,
    attempt: row.attempt,
    executor: row.executor,
    handle: row.handle,
    state: row.state,
    reason: row.reason,
    report: row.report === null ? null : read<RunReport>(row.report),
    deadlineAt: row.deadline_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function lifeCycleEvent(row: Selectable<EventsTable>): LifeCycleEvent {
  const { task_id: taskId, at, reason } = row;
  if (row.attempt === null) {
    const [from, to] = [row.from_state as TaskState | null, row.to_state as TaskState];
    return { type: 'task', taskId, at, from, to, outcome: row.outcome, reason };
  }
  const [from, to] = [row.from_state as RunState | null, row.to_state as RunState];
  return { type: 'run', taskId, attempt: row.attempt, at, from, to, reason };
}

export function spendRow(spend: SpendRecord): Insertable<SpendTable> {
  return {
    task_id: spend.taskId,
    attempt: spend.attempt,
    role: spend.role,
    model: spend.model,
    repository: spend.repository,
    usd: spend.usd,
    price_table: spend.priceTable,
    held_usd: spend.heldUsd,
    input_tokens: spend.inputTokens,
    cache_read_tokens: spend.cacheReadTokens,
    cache_write_tokens: spend.cacheWriteTokens,
    output_tokens: spend.outputTokens,
    at: spend.at,
  };
}

export function spendRecord(row: Selectable<SpendTable>): SpendRecord {
  return {
    taskId: row.task_id,
    attempt: row.attempt,
    role: row.role,
    model: row.model,
    repository: row.repository,
    usd: row.usd,
    priceTable: row.price_table,
    heldUsd: row.held_usd,
    inputTokens: row.input_tokens,
    cacheReadTokens: row.cache_read_tokens,
    cacheWriteTokens: row.cache_write_tokens,
    outputTokens: row.output_tokens,
    at: row.at,
  };
}
