export { executorContract, type ExecutorSubject } from './executor.contract';
export { SCRIPTED_RUNNER, type RunnerScript } from './scripted-runner/runner-script';
export { writeSampleCatalog, type SamplePolicy } from './samples/sample-catalog';
export { sampleRoute } from './samples/sample-route';
export { sampleSignal } from './samples/sample-signal';
export { sampleTask, scriptedTask } from './samples/sample-task';
export { Child, type AdapterOpener } from './children/child';
export { ledgerContract, type LedgerSubject } from './ledger.contract';
export {
  codeHostContract,
  makeBareRepository,
  type CodeHostSubject,
  type SeenPullRequest,
} from './code-host.contract';
export { taskQueueContract, type QueueSettings, type TaskQueueSubject } from './task-queue.contract';
export { workspaceContract, type WorkspacePlace } from './workspace.contract';
export {
  openCoderWorld,
  SAMPLE_BASELINE,
  type CoderWorld,
  type CoderWorldOptions,
} from './agent/coder-world';
export { interpreted, webhookSourceContract } from './webhook-source.contract';
export { openSources } from './signatures/open-sources';
export { signatureContract } from './signatures/signature.contract';
export { readDeliveries, sampleDelivery, type SampleDelivery } from './deliveries';
export { sampleGenericSource, SampleSettings } from './source-settings.sample';
export {
  INTAKE_SECRETS,
  openIntakeWorld,
  type IntakeWorld,
  type IntakeWorldOptions,
} from './intake/intake-world';
export { exchangeBytes, openSocket, type BareSocket } from './intake/bare-socket';
export { exchange, type Exchange, type ExchangeAnswer } from './intake/http-exchange';
export { modelClientContract, type ModelClientSubject } from './model-client.contract';
export { openToolWorld, type ToolWorld, type ToolWorldOptions } from './agent/tool-world';
export { catalogContract, type CatalogOpener, type CatalogSubject } from './catalog.contract';
export { catalogFiles, type CatalogFiles } from './catalog/catalog-files';
