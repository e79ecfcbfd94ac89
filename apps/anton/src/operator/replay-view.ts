import type { EventOf, ReplayedTurn, ReplayResult } from '@anton/agent';
import { plain } from './plain-text';

/** A tool is named once, with how often it was called. */
const MAX_TOOLS = 44;
const MAX_PART = 200;

function toolWords(tools: readonly string[]): string {
  const names = [...new Set(tools)].map((name) => {
    const times = tools.filter((tool) => tool === name).length;
    return times === 1 ? name : `${name} ×${times}`;
  });
  return names.length === 0 ? '-' : plain(names.join(', '), MAX_TOOLS);
}

function dollars(usd: number | null): string {
  return usd === null ? '$?' : `$${usd.toFixed(4)}`;
}

/** `  3  tool_use    12,345 in  210 out  $0.0123  ok  edit, run_tests` */
export function turnLine({ turn, stopReason, tools, usage, usd, same }: ReplayedTurn): string {
  const input = usage === null ? 0 : usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const cells = [
    String(turn).padStart(4),
    plain(stopReason ?? 'no answer', 12).padEnd(12),
    `${input} in`.padStart(11),
    `${usage?.outputTokens ?? 0} out`.padStart(10),
    dollars(usd).padStart(9),
    (same ? 'ok' : 'DIVERGED').padEnd(2),
    toolWords(tools),
  ];
  return `${cells.join('  ')}\n`;
}

/** What the recording is of. */
export function replayHead({ task, route, versions, at }: EventOf<'run_started'>): string {
  const version = versions['anton'] ?? 'unknown';
  return `${task.taskId}, attempt ${route.attempt}, ${at}, anton ${version}, ${route.models?.coder ?? 'no model'}\n`;
}

/** How it went, and where it went another way. */
export function replayEnd({ divergence, incomplete, turns, recordedTurns }: ReplayResult): string {
  const rest = incomplete ? '; the recording ends before the run does' : '';
  if (divergence === null)
    return `identical: ${turns.length} of ${recordedTurns} requests, byte for byte${rest}\n`;
  const { what, byte, recorded, replayed } = divergence;
  const part = (text: string | null): string => plain(text ?? '', MAX_PART);
  return [
    `DIVERGED${byte === null ? '' : ` at byte ${byte}`}: ${what}${rest}\n`,
    ...(recorded === null ? [] : [`  recorded: ${part(recorded)}\n`, `  replayed: ${part(replayed)}\n`]),
  ].join('');
}
