/** One event of the loop, for the trajectory, the log and the demo. */
export type LoopEvent =
  | {
      readonly type: 'model_call';
      readonly call: number;
      readonly stopReason: string;
      readonly usd: number | null;
    }
  | { readonly type: 'tool_call'; readonly tool: string; readonly summary: string; readonly isError: boolean }
  | { readonly type: 'guard'; readonly rule: string; readonly detail: string }
  | { readonly type: 'cleared'; readonly freedTokens: number };

export type LoopObserver = (event: LoopEvent) => void;
