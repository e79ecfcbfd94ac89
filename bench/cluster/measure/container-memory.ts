import { readFileSync } from 'node:fs';
import { processesOfPod } from '../../../test/support/kubernetes/pod-processes';

/** The most that a container was seen to hold. */
export interface ContainerMemory {
  readonly container: string;
  readonly bytes: number;
}

const KIND: readonly (readonly [RegExp, string])[] = [
  [/main\.js prepare /, 'prepare'],
  [/main\.js run /, 'agent'],
  [/exec-server\.mjs/, 'sandbox (exec server)'],
];

function rss(pid: number): number {
  try {
    const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  } catch {
    return 0;
  }
}

/** Looks once more: the RSS of each container's own program, where it is more than it was. The node is this machine. */
export function containerMemory(uid: string, before: readonly ContainerMemory[]): readonly ContainerMemory[] {
  const found = new Map(before.map(({ container, bytes }) => [container, bytes]));
  for (const { pid, command } of processesOfPod(uid)) {
    const kind = KIND.find(([pattern]) => pattern.test(command))?.[1];
    if (kind !== undefined) found.set(kind, Math.max(found.get(kind) ?? 0, rss(pid)));
  }
  return [...found].map(([container, bytes]) => ({ container, bytes }));
}
