import { continueOnSupportedNode, detachSecrets } from '@anton/platform/process';

await continueOnSupportedNode();
const secrets = detachSecrets();
const { readDotenv } = await import('@anton/platform');
const { startAnton } = await import('./start-anton');
await startAnton({ ...readDotenv('.env'), ...secrets });
