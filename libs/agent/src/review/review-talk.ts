import type { ConversationTurn, ModelReply, ToolDefinition } from '@anton/models';
import { untrustedCode } from '@anton/platform';
import { CheckSession, type CheckRun } from '../checks/check-session';
import type { CallAdvice, ToolRunner } from '../loop/calls/tool-runner';
import type { ToolSet } from '../loop/calls/tool-set';
import { callsOf } from '../loop/reply-blocks';
import type { ToolContext } from '../tools/agent-tool.port';
import type { ReviewRequest } from './reviewer.port';
import { reviewerTools } from './reviewer-tools';

/** Field note agent-loop 5.4, item 17: what one review may take. */
const MAX_TOOL_CALLS = 20;
const MAX_REVIEW_USD = 1;
/** From here on the model is to answer: what is left is for the answer. */
const LOOKING_SHARE = 0.8;

const ENOUGH = 'Not executed: you have looked at enough. Give your answer now.';

/** A reviewer runs nothing. */
class NoChecks extends CheckSession {
  override readonly plan = null;

  override run(): Promise<CheckRun> {
    return Promise.reject(new Error('a reviewer runs no checks'));
  }
}

/** One review as a talk with the model: the question, what it looked up, and how much of it is still allowed. */
export class ReviewTalk {
  private readonly turnsSoFar: ConversationTurn[];
  private readonly tools: ToolSet;
  private calls = 0;
  private usd = 0;

  constructor(
    private readonly request: ReviewRequest,
    question: string,
    private readonly runner: ToolRunner,
  ) {
    this.turnsSoFar = [{ role: 'user', blocks: [{ type: 'text', text: question }] }];
    this.tools = reviewerTools(request);
  }

  get turns(): readonly ConversationTurn[] {
    return this.turnsSoFar;
  }

  private get mayLook(): boolean {
    return this.calls < MAX_TOOL_CALLS && this.usd < MAX_REVIEW_USD * LOOKING_SHARE;
  }

  /** A sentence when the money of one review is spent. */
  get exceeded(): string | null {
    return this.usd < MAX_REVIEW_USD
      ? null
      : `the review cost $${this.usd.toFixed(2)} and gave no valid answer`;
  }

  /** None once the model has looked at enough. */
  definitions(): readonly ToolDefinition[] {
    return this.mayLook ? this.tools.definitions() : [];
  }

  /** A price that is not known bounds nothing; the number of calls does. */
  spend({ usd }: ModelReply): void {
    this.usd += usd ?? 0;
  }

  /** Answers the calls of `reply`; those beyond the bound are refused. */
  async lookUp(reply: ModelReply): Promise<void> {
    const calls = callsOf(reply);
    const advise = (): CallAdvice => {
      this.calls += 1;
      return { block: this.calls > MAX_TOOL_CALLS ? ENOUGH : null, warn: null };
    };
    const before = this.calls;
    const answered = await this.runner.run(calls, this.tools, this.context(), advise);
    // A malformed call counts too.
    this.calls = before + calls.length;
    const results = answered.map(({ call, result }) => ({
      type: 'tool_result' as const,
      toolUseId: call.id,
      content: untrustedCode(call.name, result.content),
      isError: result.isError,
    }));
    const { blocks, raw } = reply;
    this.turnsSoFar.push({ role: 'assistant', blocks, raw }, { role: 'user', blocks: results });
  }

  private context(): ToolContext {
    const { workspace, signal, diff: text } = this.request;
    const change = () => Promise.resolve({ treeSha: '', text, files: [] });
    // Nothing is written here, and what is read goes nowhere but into a request, which the model's client redacts.
    const redact = (text: string): string => text;
    return { workspace, signal, redact, checks: new NoChecks(), change };
  }
}
