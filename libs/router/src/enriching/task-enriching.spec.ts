import { Injectable, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { DependencyDownError, parseAgentTask, taskHash } from '@anton/contracts';
import { sampleTask } from '@anton/testing/samples';
import {
  TaskEnricher,
  TaskEnricherProvider,
  TaskEnricherRegistry,
  type TaskEnrichment,
} from './task-enricher.port';
import { TaskEnriching } from './task-enriching';

type Enrich = () => Promise<TaskEnrichment | null>;

const never = new AbortController().signal;
const task = sampleTask('PAY-1');

/** Enriching by one enricher of a team, which does `enrich` to every Jira task. */
async function enriching(enrich: Enrich): Promise<TaskEnriching> {
  @TaskEnricherProvider('team')
  @Injectable()
  class TeamEnricher extends TaskEnricher {
    accepts({ source }: { readonly source: string }): boolean {
      return source === 'JIRA';
    }

    enrich(): Promise<TaskEnrichment | null> {
      return enrich();
    }
  }
  @Module({ providers: [TeamEnricher] })
  class TeamModule {}
  const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule, TeamModule],
    providers: [TaskEnricherRegistry, TaskEnriching],
  })
    .setLogger(silent)
    .compile();
  await module.init();
  return module.get(TaskEnriching);
}

const down = new DependencyDownError('the wiki is down', { code: 'wiki_down', remedy: 'Wait.' });

describe('enriching a task', () => {
  it('adds text and attributes, and leaves what the catalog matched and what the task is', async () => {
    const found = { text: 'It began on Monday.', attributes: { release: ['1.2'], project: ['EVIL'] } };
    const enriched = await (await enriching(async () => found)).enrich(task, true, never);
    if (enriched.kind !== 'ready') throw new Error('not ready');
    expect(enriched.task.description).toBe('The payment service answers 500.\n\nIt began on Monday.');
    expect(enriched.task.evidence.attributes).toEqual({
      project: ['PAY'],
      release: ['1.2'],
      enrichedBy: ['team'],
    });
    expect(taskHash(enriched.task)).not.toBe(taskHash(task));
    const { description, evidence } = task;
    expect(Object.assign(enriched.task, { description, evidence })).toEqual(task);
  });

  it('asks once: a task that is routed anew does not get the same text twice', async () => {
    let asked = 0;
    const subject = await enriching(async () => ({ text: `found ${(asked += 1)}` }));
    const first = await subject.enrich(task, true, never);
    if (first.kind !== 'ready') throw new Error('not ready');
    expect(await subject.enrich(first.task, true, never)).toEqual(first);
    expect(asked).toBe(1);
  });

  it('stays within the contract, whatever was found', async () => {
    const text = `\0${'x'.repeat(300_000)}\uD800`;
    const attributes = { value: Array.from({ length: 500 }, () => 'y'.repeat(900)) };
    const enriched = await (await enriching(async () => ({ text, attributes }))).enrich(task, true, never);
    if (enriched.kind !== 'ready') throw new Error('not ready');
    expect(() => parseAgentTask(JSON.parse(JSON.stringify(enriched.task)))).not.toThrow();
    expect(enriched.task.description.isWellFormed()).toBe(true);
  });

  it('asks nobody about a task of another source', async () => {
    const subject = await enriching(() => Promise.reject(new Error('asked')));
    const other = sampleTask('PAY-1', { source: 'DATADOG' });
    expect(await subject.enrich(other, true, never)).toEqual({ kind: 'ready', task: other });
  });

  it('waits for who is down, and goes on without them when it has waited long enough', async () => {
    const subject = await enriching(() => Promise.reject(down));
    expect(await subject.enrich(task, true, never)).toEqual({ kind: 'wait', why: 'the wiki is down' });
    expect(await subject.enrich(task, false, never)).toEqual({ kind: 'ready', task });
  });

  it.each<[string, Enrich]>([
    ['is at fault', () => Promise.reject(new TypeError('a fault'))],
    ['finds nothing', async () => null],
    [
      'names an attribute that cannot be',
      async () => ({ text: 'x', attributes: { __proto__x: [7 as never] } }),
    ],
  ])('goes on at once without one that %s', async (_what, enrich) => {
    expect(await (await enriching(enrich)).enrich(task, true, never)).toEqual({ kind: 'ready', task });
  });
});
