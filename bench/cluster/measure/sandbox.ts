import type { KubeConfig } from '@kubernetes/client-node';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { row, type Row } from '../../harness/row';
import { inRunnerPod } from './runner-pod';
import type { SandboxFigures } from './sandbox-driver';

/** What is measured, and how often. */
export interface SandboxUnderTest {
  readonly config: KubeConfig;
  readonly image: string;
  readonly calls: number;
}

/** The sandbox over its socket, from the agent's container, beside a process that is started in the sandbox itself. */
export async function sandboxRows({ config, image, calls }: SandboxUnderTest): Promise<Row[]> {
  const output = await inRunnerPod(config, image, { calls });
  const line = output.split('\n').find((one) => one.startsWith('{"execMs"'));
  if (line === undefined)
    throw new InvalidRunError(`the Pod measured nothing: ${output}`, 'Look at its log.');
  const { execMs, bareMs, streamBytes, bareBytes } = JSON.parse(line) as SandboxFigures;
  const MB = 1e6;
  return [
    row('bare child process, p50', bareMs, 'ms'),
    row('exec in the sandbox, p50', execMs, 'ms', {
      ratio: { value: execMs / bareMs, against: 'bare child process' },
      goal: { of: 'value', atMost: 3 },
    }),
    row('bare streamed output', bareBytes / MB, 'MB/s'),
    row('streamed output', streamBytes / MB, 'MB/s', {
      ratio: { value: streamBytes / bareBytes, against: 'bare child process' },
      goal: { of: 'value', atLeast: 100 },
    }),
  ];
}
