import { continueOnSupportedNode, detachSecrets } from '@anton/platform/process';

await continueOnSupportedNode();
const variables = detachSecrets();
const { startEgress } = await import('./start-egress');
await startEgress(variables);
