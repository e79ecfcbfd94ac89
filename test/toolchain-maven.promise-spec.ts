import { afterAll } from 'vitest';
import { startMavenMirror, warmMaven } from './support/toolchains/maven-repository';
import { toolchainSuite } from './support/toolchains/toolchain-suite';
import { maven, PAYMENTS } from './toolchains/maven';

const missing = await warmMaven(PAYMENTS);
const mirror = await startMavenMirror();
afterAll(() => mirror.close());

toolchainSuite(maven(mirror.url, missing));
