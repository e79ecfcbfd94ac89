import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { allProcesses, kill, type HostProcess } from './pod-processes';

/** How long its node is without a kubelet. Milliseconds. */
const AWAY_MS = 5_000;

const listOf = (text: string): string[] => text.split('\0').filter((part) => part !== '');

/** The kubelet of this machine; null when there is none. */
export function kubeletProcess(): HostProcess | null {
  return allProcesses().find(({ command }) => /(?:^|\/|\s)kubelet\s/.test(command)) ?? null;
}

/**
 * Kills the kubelet, and starts it again as it was started, as the init of a node does. Whoever ends the cluster finds its
 * new pid in the file of ANTON_TEST_KUBELET_PID. False when there is none.
 */
export async function killKubelet(): Promise<boolean> {
  const kubelet = kubeletProcess();
  if (kubelet === null) return false;
  const of = (name: string): string => `/proc/${kubelet.pid}/${name}`;
  const [program, cwd] = [readlinkSync(of('exe')), readlinkSync(of('cwd'))];
  const [, ...args] = listOf(readFileSync(of('cmdline'), 'utf8'));
  const env = Object.fromEntries(
    listOf(readFileSync(of('environ'), 'utf8')).map((entry) => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
  kill([kubelet]);
  await delay(AWAY_MS);
  const next = spawn(program, args, { cwd, env, detached: true, stdio: 'ignore' });
  next.unref();
  const file = process.env['ANTON_TEST_KUBELET_PID'] ?? '';
  if (file !== '') writeFileSync(file, `${next.pid}\n`);
  return true;
}
