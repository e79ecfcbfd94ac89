import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { startScriptedModels, type Exchange, type RequestBody, type ScriptedTurn } from '@anton/simulation';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { RUNNER } from '../built-runner';
import { COMMANDS } from './commands';
import { writeContext } from './context';
import type { RecordedRequest } from './recorded-request';
import { makeRepository } from './repository';
import { runnerEnvironment } from './runner-environment';

const LIMIT_MS = 120_000;

/** The command that comes after so many calls; the number is read from the history, so a retry does not shift it. */
function nextTurn(body: RequestBody): ScriptedTurn {
  const messages = (body['messages'] ?? []) as readonly { readonly content: readonly { type: string }[] }[];
  const calls = messages.flatMap(({ content }) => content).filter(({ type }) => type === 'tool_use').length;
  const command = COMMANDS[calls];
  return command === undefined
    ? { tools: [{ name: 'finish', input: { outcome: 'fixed', summary: 'add subtracted; now it adds.' } }] }
    : { tools: [{ name: 'bash', input: { command } }] };
}

function recorded({ bytes, body, reply }: Exchange): RecordedRequest {
  const usage = (reply?.['usage'] ?? {}) as Readonly<Record<string, number | undefined>>;
  return {
    bytes,
    body,
    usage: {
      uncached: usage['input_tokens'] ?? 0,
      read: usage['cache_read_input_tokens'] ?? 0,
      written: usage['cache_creation_input_tokens'] ?? 0,
      output: usage['output_tokens'] ?? 0,
    },
  };
}

/**
 * Lets the built runner play the trajectory against scripted models: its real loop, tools, git and HTTP.
 * @throws InvalidRunError when it does not end in a pull request
 */
export async function playTrajectory(folder: string): Promise<RecordedRequest[]> {
  const models = await startScriptedModels({
    coder: [nextTurn],
    reviewer: [{ json: { findings: [], summary: 'fine' } }],
  });
  try {
    const context = writeContext(folder, makeRepository(folder));
    const work = join(folder, 'run');
    mkdirSync(work);
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [RUNNER, 'run', '--context', context, '--work', work],
      {
        env: runnerEnvironment(models),
        reject: false,
        timeout: LIMIT_MS,
      },
    );
    if (exitCode !== 0)
      throw new InvalidRunError(
        'the trajectory did not end in a pull request',
        `${stdout}\n${stderr}`.slice(-2_000),
      );
    return models.exchanges
      .filter(({ role, answered }) => role === 'coder' && answered === 'ok')
      .map(recorded);
  } finally {
    await models.close();
  }
}
