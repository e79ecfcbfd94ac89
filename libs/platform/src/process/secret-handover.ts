import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { heapFlags } from './heap-flags';

/** Names of variables whose value is a secret. */
const SECRET_NAME = /(?:_API_KEY|_TOKEN|_PAT|PASSWORD|^BROKER_URI|^DATABASE_URL|SECRET(?:_[A-Z0-9_]+)?)$/;
/** Where a re-executed process finds the secrets of its former self. */
const HANDOVER = 'ANTON_SECRETS_HANDOVER';
/** A file descriptor with one JSON object of secrets, given by whoever started the process. */
const DESCRIPTOR = 'ANTON_SECRETS_FD';

type Variables = Record<string, string | undefined>;

/** True for a variable that carries a secret itself (NAME_FILE carries a path). */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !name.endsWith('_FILE') && name !== HANDOVER && name !== DESCRIPTOR;
}

function secretsIn(environment: Variables): Record<string, string> {
  const found = Object.entries(environment).filter(
    ([name, value]) => isSecretName(name) && value !== undefined && value !== '',
  );
  return Object.fromEntries(found) as Record<string, string>;
}

function received(environment: Variables): Record<string, string> {
  const descriptor = environment[DESCRIPTOR];
  if (descriptor !== undefined)
    return JSON.parse(readFileSync(Number(descriptor), 'utf8')) as Record<string, string>;
  const file = environment[HANDOVER];
  if (file === undefined) return {};
  const secrets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  rmSync(dirname(file), { recursive: true, force: true });
  return secrets;
}

/**
 * Moves the secrets out of this process's environment, so that `/proc/<pid>/environ` holds none: replaces the process
 * by itself (`execve`, same pid) with a clean environment; the values travel in a file of mode 0600 that the new process
 * deletes as its first act. Returns the full set of variables, secrets included, without putting them back into
 * `process.env`. Secrets that came through `ANTON_SECRETS_FD` are taken from that descriptor. Where the platform has no
 * `execve` the values are only deleted from `process.env`.
 */
export function detachSecrets(): Variables {
  const secrets = secretsIn(process.env);
  if (Object.keys(secrets).length > 0 && process.execve !== undefined) replaceProcess(secrets);
  const variables = { ...process.env, ...secrets, ...received(process.env) };
  for (const name of [...Object.keys(secrets), HANDOVER, DESCRIPTOR]) {
    delete process.env[name];
    if (name === HANDOVER || name === DESCRIPTOR) delete variables[name];
  }
  return variables;
}

function replaceProcess(secrets: Record<string, string>): void {
  const file = join(mkdtempSync(join(tmpdir(), 'anton-')), 'secrets.json');
  writeFileSync(file, JSON.stringify({ ...secrets, ...received(process.env) }), { mode: 0o600 });
  const clean: Variables = { ...process.env, [HANDOVER]: file };
  for (const name of [...Object.keys(secrets), DESCRIPTOR]) delete clean[name];
  process.execve?.(
    process.execPath,
    [process.execPath, ...heapFlags(), ...process.execArgv, ...process.argv.slice(1)],
    clean,
  );
}
