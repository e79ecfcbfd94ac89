import type { CheckRun } from '../checks/check-session';
import type { ToolDefinition } from '@anton/models';
import type { AgentTool, ToolResult } from '../tools/agent-tool.port';
import type { LoopOutcome } from './loop-outcome';
import type { LoopSkill } from './loop-skill';

/** A tool as the model is offered it, and whether it may change the work tree. */
export interface LoopTool extends ToolDefinition {
  readonly effect: AgentTool['effect'];
}

/** One event of the loop, for the trajectory, the log and the demo. */
export type LoopEvent =
  /** The conversation is open: what the first request is made of, beside task and route. */
  | {
      readonly type: 'begun';
      readonly tools: readonly LoopTool[];
      readonly skills: readonly LoopSkill[];
      readonly repositoryRules: string | null;
      readonly baseline: CheckRun;
      readonly earlier?: readonly string[];
    }
  | { readonly type: 'stretch_started'; readonly instruction: string | null }
  | { readonly type: 'stretch_ended'; readonly outcome: LoopOutcome }
  /** The model is told that something runs out. */
  | { readonly type: 'warning'; readonly text: string }
  | {
      readonly type: 'model_call';
      readonly call: number;
      readonly stopReason: string;
      readonly usd: number | null;
    }
  /** A tool is about to be executed, and was: `result` is its own, before a guard adds to it. */
  | { readonly type: 'tool_begun'; readonly id: string; readonly tool: string; readonly input: unknown }
  | {
      readonly type: 'tool_done';
      readonly id: string;
      readonly result: ToolResult;
      readonly durationMs: number;
    }
  /** A call has its answer, executed or not. */
  | {
      readonly type: 'tool_call';
      readonly id: string;
      readonly tool: string;
      readonly input: unknown;
      readonly summary: string;
      readonly content: string;
      readonly isError: boolean;
      readonly refused: boolean;
    }
  | { readonly type: 'guard'; readonly rule: string; readonly detail: string }
  | { readonly type: 'cleared'; readonly freedTokens: number };

export type LoopObserver = (event: LoopEvent) => void;
