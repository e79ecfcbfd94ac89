import { createInterface } from 'node:readline';
import { rgPath } from '@vscode/ripgrep';
import { execa } from 'execa';
import { WorkspaceError } from '../../../workspace.errors';
import type { GrepMatch, GrepRequest } from '../../../workspace.port';
import { wholeCharacters } from '../whole-characters';

/** `agent-loop` 5.1: 300 characters of a line. */
const MAX_LINE = 300;

/** `bytes` (base64) stands for `text` where a line or name is not UTF-8. */
interface RipgrepText {
  readonly text?: string;
  readonly bytes?: string;
}

interface RipgrepEvent {
  readonly type: string;
  readonly data: {
    readonly path?: RipgrepText;
    readonly lines?: RipgrepText;
    readonly line_number?: number;
  };
}

function argumentsOf(request: GrepRequest, target: string): string[] {
  return [
    '--json',
    '--no-config',
    '--hidden',
    '--no-require-git',
    '--no-ignore-parent',
    '--no-ignore-global',
    '--sort=path',
    '--glob=!.git',
    ...(request.ignoreCase === true ? ['--ignore-case'] : []),
    ...(request.glob === undefined ? [] : [`--glob=${request.glob}`]),
    '--regexp',
    request.pattern,
    '--',
    target,
  ];
}

function textOf({ text, bytes }: RipgrepText = {}): string {
  return text ?? Buffer.from(bytes ?? '', 'base64').toString('utf8');
}

function matchOf(json: string): GrepMatch | null {
  const event = JSON.parse(json) as RipgrepEvent;
  if (event.type !== 'match') return null;
  const line = textOf(event.data.lines).replace(/\r?\n$/, '');
  return {
    path: textOf(event.data.path).replace(/^\.\//, ''),
    line: event.data.line_number ?? 0,
    text: wholeCharacters(line.slice(0, MAX_LINE)),
  };
}

function searchFailure(exitCode: number | undefined, detail: string, cause: unknown): WorkspaceError {
  if (exitCode === 2)
    return new WorkspaceError('workspace_bad_pattern', detail, 'Correct the pattern or the glob.');
  const remedy = 'Install the dependencies again, with the optional ones: ripgrep is among them.';
  return new WorkspaceError('workspace_io', `ripgrep did not run: ${detail}`, remedy, cause);
}

/** Searches with ripgrep (https://github.com/BurntSushi/ripgrep). A bad pattern is an answer. @throws WorkspaceError */
export async function grepFiles(
  cwd: string,
  target: string,
  request: GrepRequest,
): Promise<{ matches: GrepMatch[]; more: boolean }> {
  const child = execa(rgPath, argumentsOf(request, target), {
    cwd,
    env: { PATH: '/usr/bin:/bin' },
    extendEnv: false,
    stdin: 'ignore',
    buffer: { stdout: false },
    timeout: request.timeoutMs,
    ...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
    reject: false,
  });
  const matches: GrepMatch[] = [];
  let more = false;
  for await (const line of createInterface({ input: child.stdout })) {
    const match = matchOf(line);
    if (match === null) continue;
    if (matches.length === request.maxMatches) {
      more = true;
      child.kill();
      break;
    }
    matches.push(match);
  }
  const { exitCode, timedOut, isCanceled, stderr, cause } = await child;
  // With matches, 2 means that single files could not be read.
  const isFine = more || timedOut || isCanceled || matches.length > 0 || exitCode === 0 || exitCode === 1;
  if (!isFine) throw searchFailure(exitCode, stderr.slice(0, 500), cause);
  return { matches, more: more || timedOut || isCanceled };
}
