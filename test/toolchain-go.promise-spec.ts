import { toolchainSuite } from './support/toolchains/toolchain-suite';
import { GO } from './toolchains/go';

toolchainSuite(GO);
