import { toolchainSuite } from './support/toolchains/toolchain-suite';
import { PYTEST } from './toolchains/pytest';

toolchainSuite(PYTEST);
