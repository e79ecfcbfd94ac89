import { Injectable } from '@nestjs/common';
import {
  AgentLoop,
  budgetLimitsOf,
  disputeTool,
  RecordedLoop,
  ResumedBudget,
  RunBudget,
  ToolServers,
  type ConnectedServers,
  type LoopEvent,
  type LoopOutcome,
} from '@anton/agent';
import { keptRef } from '@anton/codehost';
import { Redactor } from '@anton/platform';
import { readRepositoryRules } from '../context/repository-rules';
import type { PreparedRun, WorkingRun } from '../prepared-run';

/** Lets the agent work on the checkout. */
@Injectable()
export class ImplementStep {
  constructor(
    private readonly loop: AgentLoop,
    private readonly servers: ToolServers,
    private readonly redactor: Redactor,
  ) {}

  /** Opens the conversation; nothing is sent yet. */
  async begin(run: PreparedRun): Promise<WorkingRun> {
    const { task, route, skills } = run.context;
    const { journal } = run.trajectory;
    const spent = run.facts.budget ?? new RunBudget(budgetLimitsOf(route, run.facts.startedAt));
    const budget = journal.isOver ? spent : new ResumedBudget(spent, journal);
    run.facts.budget = budget;
    run.facts.startTree = (await run.host.diff(run.checkout)).treeSha;
    const earlier = await this.earlierWork(run);
    const record = new RecordedLoop(run.trajectory);
    const servers = await this.connect(run);
    const conversation = this.loop.begin({
      task,
      route,
      skills,
      tools: [disputeTool(run.facts.disputes), ...servers.tools],
      repositoryRules: await readRepositoryRules(run.host, run.checkout, task),
      baseline: run.facts.baseline ?? (await run.checks.run(run.signal)),
      ...(earlier.length > 0 && { earlier }),
      journal,
      workspace: run.workspace,
      checks: run.checks,
      budget,
      signal: run.signal,
      change: () => run.host.diff(run.checkout),
      redact: (text) => this.redactor.redact(text),
      observer: (event) => {
        record.observe(event);
        const words = wordsOf(event);
        if (words !== null) run.progress.tell('implement', 'note', words);
      },
    });
    return { ...run, conversation, servers };
  }

  /** Puts unfinished work of an earlier attempt into the work tree; returns the files that it changes. */
  private async earlierWork({ checkout, facts, host, progress, trajectory }: PreparedRun): Promise<string[]> {
    const treeSha = checkout.kept?.treeSha ?? null;
    if (treeSha === null || treeSha === facts.startTree) return [];
    if (trajectory.journal.isOver) {
      await host.restore(checkout, treeSha);
      progress.tell('implement', 'note', `goes on from ${keptRef(checkout.taskId)}`);
    }
    return (await host.diff(checkout, treeSha)).files.map(({ path }) => path);
  }

  private async connect(run: PreparedRun): Promise<ConnectedServers> {
    const { mcp = [], egress = [] } = run.context.route;
    const servers = await this.servers.connect({
      servers: mcp,
      egress,
      workspace: run.workspace,
      redact: (text) => this.redactor.redact(text),
      signal: run.signal,
    });
    for (const warning of servers.warnings) run.progress.tell('implement', 'note', warning);
    return servers;
  }

  /** One stretch of work; `instruction` is a further turn: review findings, failing checks. */
  async work(run: WorkingRun, opening: string, instruction?: string): Promise<LoopOutcome> {
    const outcome = await run.progress.stage(
      'implement',
      opening,
      () => this.loop.run(run.conversation, instruction),
      (result) => (result.kind === 'finished' ? result.claim.summary : `stopped: ${result.reason}`),
      (result) => result.kind === 'finished',
    );
    if (outcome.kind === 'finished') run.facts.summary = outcome.claim.summary;
    return outcome;
  }
}

/** Null for what is told otherwise, or only recorded. */
function wordsOf(event: LoopEvent): string | null {
  switch (event.type) {
    case 'model_call':
      return `model call ${event.call}: ${event.stopReason}`;
    case 'tool_call':
      return `${event.tool} ${event.summary}${event.isError ? ' (error)' : ''}`;
    case 'guard':
      return `guard ${event.rule}: ${event.detail}`;
    case 'cleared':
      return `cleared about ${event.freedTokens} tokens of old output`;
    case 'begun':
    case 'stretch_started':
    case 'stretch_ended':
    case 'warning':
    case 'tool_begun':
    case 'tool_done':
      return null;
  }
}
