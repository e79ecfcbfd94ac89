import { createInterface } from 'node:readline';
import { rgPath } from '@vscode/ripgrep';
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

/** Matches of a search whose order is still to be made: with more of them ripgrep sorts, on one core and from the start. */
const UNSORTED = 1_000;

function argumentsOf(request: GrepRequest, target: string, isSorted: boolean): string[] {
  return [
    '--json',
    '--no-config',
    '--hidden',
    '--no-require-git',
    '--no-ignore-parent',
    '--no-ignore-global',
    ...(isSorted ? ['--sort=path'] : []),
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

interface Found {
  readonly matches: readonly GrepMatch[];
  readonly more: boolean;
}

/** By path, a folder's own order, then by line. */
function byPlace(a: GrepMatch, b: GrepMatch): number {
  if (a.path === b.path) return a.line - b.line;
  const [left, right] = [a.path.split('/'), b.path.split('/')];
  const index = left.findIndex((part, place) => part !== right[place]);
  return (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
}

async function search(
  cwd: string,
  target: string,
  request: GrepRequest,
  { isSorted, limit }: { readonly isSorted: boolean; readonly limit: number },
): Promise<Found> {
  // Only now: a sandbox that is not searched starts each command faster without it.
  const { execa } = await import('execa');
  const child = execa(rgPath, argumentsOf(request, target, isSorted), {
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
    if (matches.length === limit) {
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

/**
 * Searches with ripgrep (https://github.com/BurntSushi/ripgrep), on all cores, and gives the first matches by path. A
 * bad pattern is an answer. @throws WorkspaceError
 */
export async function grepFiles(cwd: string, target: string, request: GrepRequest): Promise<Found> {
  const { maxMatches } = request;
  const found = await search(cwd, target, request, { isSorted: false, limit: UNSORTED });
  if (found.matches.length === UNSORTED && found.more)
    return search(cwd, target, request, { isSorted: true, limit: maxMatches });
  const matches = found.matches.toSorted(byPlace);
  return { matches: matches.slice(0, maxMatches), more: found.more || matches.length > maxMatches };
}
