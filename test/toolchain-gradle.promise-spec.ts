import { toolchainSuite } from './support/toolchains/toolchain-suite';
import { GRADLE } from './toolchains/gradle';

toolchainSuite(GRADLE);
