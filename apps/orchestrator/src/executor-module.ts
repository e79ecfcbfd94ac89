import { join } from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { KubernetesExecutorModule, ProcessExecutorModule } from '@anton/dispatcher';
import { runnerCommand, runnerEnvironment, runnerPodEnvironment, runnerSecrets } from '@anton/orchestration';
import type { OrchestratorEnvironment } from './orchestrator.env';

/** The module that provides the executor of ANTON_EXECUTOR; the client of Kubernetes is loaded for that one only. */
export function executorModule(
  environment: OrchestratorEnvironment,
  variables: Readonly<Record<string, string | undefined>>,
  catalog: DynamicModule,
): DynamicModule {
  if (environment.ANTON_EXECUTOR === 'kubernetes')
    return KubernetesExecutorModule.forRoot({
      imports: [catalog],
      namespace: environment.ANTON_NAMESPACE,
      image: environment.ANTON_RUNNER_IMAGE ?? '',
      environment: runnerPodEnvironment(environment),
      egressUrl: environment.ANTON_EGRESS_URL,
      ownAuthority: environment.NODE_EXTRA_CA_CERTS !== undefined,
      secrets: Object.values(runnerSecrets(environment)),
    });
  return ProcessExecutorModule.forRoot({
    command: runnerCommand(),
    runsDir: join(environment.ANTON_DATA_DIR, 'runs'),
    environment: runnerEnvironment(environment, variables),
    secrets: runnerSecrets(environment),
  });
}
