import { continueOnSupportedNode, detachSecrets } from '@anton/platform/process';

await continueOnSupportedNode();
const variables = detachSecrets();
const { startRunner } = await import('./start-runner');
await startRunner(variables);
