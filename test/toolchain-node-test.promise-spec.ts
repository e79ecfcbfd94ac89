import { toolchainSuite } from './support/toolchains/toolchain-suite';
import { NODE_TEST } from './toolchains/node-test';

toolchainSuite(NODE_TEST);
