import type { Load, LoadResult } from './load-generator';
import { runProgram } from './run-program';

/** A load, with the requests a second that are sent whatever comes back. */
export interface PacedLoad extends Load {
  readonly rate: number;
}

/** Sends requests at a steady rate, from a process of its own; times count from when a request was due. */
export async function runPaced(load: PacedLoad): Promise<LoadResult> {
  return runProgram('bench/ingest/load/paced/main.ts', load);
}
