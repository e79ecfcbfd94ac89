/** What an application needs before it loads anything else: its Node and its secrets. */
export { detachSecrets } from './secret-handover';
export { continueOnSupportedNode } from './supported-node';
