export { openSources } from './open-sources';
export { signatureContract } from './signature.contract';
