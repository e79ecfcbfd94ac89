import { continueOnSupportedNode, detachSecrets, readDotenv } from '@anton/platform';

await continueOnSupportedNode();
const variables = { ...readDotenv('.env'), ...detachSecrets() };
const { startAnton } = await import('./start-anton');
await startAnton(variables);
