import { continueOnSupportedNode, detachSecrets } from '@anton/platform/process';

await continueOnSupportedNode();
const variables = detachSecrets();
const { startOrchestrator } = await import('./start-orchestrator');
await startOrchestrator(variables);
