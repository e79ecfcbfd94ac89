import { readFileSync } from 'node:fs';
import type { LoggerService } from '@nestjs/common';

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}

/** The ancestors of this process, nearest first, whose environment holds one of `secrets`. Linux only; others: none. */
export function exposingAncestors(
  secrets: readonly (string | undefined)[],
): readonly { pid: number; name: string }[] {
  const values = secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
  const found: { pid: number; name: string }[] = [];
  try {
    for (let pid = process.ppid; pid > 1; pid = parentOf(pid)) {
      const environ = readFileSync(`/proc/${pid}/environ`, 'utf8');
      if (values.some((value) => environ.includes(value))) found.push({ pid, name: nameOf(pid) });
    }
  } catch {
    return found;
  }
  return found;
}

/** Anton keeps its own environment clean; it cannot clean the shell that exported the keys. One line says so. */
export function warnOfExposedSecrets(secrets: readonly (string | undefined)[], logger: LoggerService): void {
  const ancestors = exposingAncestors(secrets);
  if (ancestors.length === 0) return;
  const names = ancestors.map(({ pid, name }) => `${name} (pid ${pid})`).join(', ');
  logger.warn(
    `the environment of ${names} still holds secrets, which commands of the agent could read; ` +
      'give them in .env, or as NAME_FILE, instead of exporting them',
    'Anton',
  );
}
