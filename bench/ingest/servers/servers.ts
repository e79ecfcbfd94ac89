import { InvalidRunError } from '../../harness/invalid-run.error';
import { packageVersion, type Versions } from '../../harness/versions';
import { startAnton } from './anton-server';
import { startBare } from './bare-server';
import { fastapiEnvironment } from './fastapi-environment';
import { fastapiVersions, startFastapi } from './fastapi-server';
import type { ServerPlace } from './server-place';
import type { ServerProcess } from './server-process';

export const SERVER_NAMES = ['anton', 'bare', 'fastapi'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

/** The servers that are compared, all of them running. */
export interface Servers {
  readonly running: readonly ServerProcess[];
  readonly versions: Versions;
  readonly notes: readonly string[];
}

const PACKAGES = ['@nestjs/core', 'fastify', '@golevelup/nestjs-rabbitmq', 'amqplib'];

/** Reads a list such as `anton,bare`. @throws InvalidRunError */
export function readServerNames(text: string): readonly ServerName[] {
  return text.split(',').map((given) => {
    const name = SERVER_NAMES.find((known) => known === given.trim());
    if (name !== undefined) return name;
    throw new InvalidRunError(`there is no server ${given}`, `There are ${SERVER_NAMES.join(', ')}.`);
  });
}

/** Starts the named servers; FastAPI is left out, with a note, where there is no Python for it. */
export async function startServers(names: readonly ServerName[], place: ServerPlace): Promise<Servers> {
  const running: ServerProcess[] = [];
  const notes: string[] = [];
  let versions: Versions = Object.fromEntries(PACKAGES.map((name) => [name, packageVersion(name)]));
  if (names.includes('anton')) running.push(await startAnton(place));
  if (names.includes('bare')) running.push(await startBare(place));
  if (names.includes('fastapi')) {
    const python = await fastapiEnvironment();
    if ('missing' in python) notes.push(`fastapi is skipped: ${python.missing}`);
    else {
      running.push(await startFastapi(python.bin, place));
      versions = { ...versions, ...fastapiVersions(python.bin) };
    }
  }
  return { running, versions, notes };
}
