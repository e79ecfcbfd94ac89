import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';

/** How a Pod comes to its agent, step after step. */
export const POD_STEPS = [
  'on a node',
  'prepare runs',
  'prepare ended',
  'sandbox runs',
  'agent runs',
] as const;
export type PodStep = (typeof POD_STEPS)[number];

const isRunning = (status?: V1ContainerStatus): boolean => status?.state?.running !== undefined;
const hasEnded = (status?: V1ContainerStatus): boolean => status?.state?.terminated !== undefined;
const hasRun = (status?: V1ContainerStatus): boolean => isRunning(status) || hasEnded(status);

/** Whether a Pod has come as far as each of the steps. */
export function stepsOf({ spec, status }: V1Pod): Readonly<Record<PodStep, boolean>> {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const of = (name: string): V1ContainerStatus | undefined => all.find((one) => one.name === name);
  return {
    'on a node': spec?.nodeName !== undefined,
    'prepare runs': hasRun(of('prepare')),
    'prepare ended': hasEnded(of('prepare')),
    'sandbox runs': hasRun(of('sandbox')),
    'agent runs': hasRun(of('agent')),
  };
}
