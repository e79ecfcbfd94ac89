import { continueOnSupportedNode, detachSecrets } from '@anton/platform/process';

await continueOnSupportedNode();
const variables = detachSecrets();
const { startIngester } = await import('./start-ingester');
await startIngester(variables);
