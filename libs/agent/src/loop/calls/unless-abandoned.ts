import type { ToolResult } from '../../tools/agent-tool.port';

/** A tool that does not give up this long after the abort is left behind. */
const GRACE_MS = 2_000;

export function failedResult(content: string): ToolResult {
  return { content, isError: true };
}

/** What `work` answers; an error result when it is still running two seconds after the abort. */
export function unlessAbandoned(work: Promise<ToolResult>, signal: AbortSignal): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      timer = setTimeout(() => resolve(failedResult('Interrupted: the run was stopped.')), GRACE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    work
      .finally(() => {
        signal.removeEventListener('abort', onAbort);
        clearTimeout(timer);
      })
      .then(resolve, reject);
  });
}
