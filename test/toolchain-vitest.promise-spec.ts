import { toolchainSuite } from './support/toolchains/toolchain-suite';
import { showPackages, VITEST } from './toolchains/vitest';

showPackages();
toolchainSuite(VITEST);
