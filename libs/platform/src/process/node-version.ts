import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The oldest Node that every dependency runs on (undici 8, below @kubernetes/client-node). */
export const MINIMUM_NODE = [22, 19] as const;

/** True when `version` ("22.19.0") is new enough. */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
}

/** The Node that the optional dependency `node-<platform>-<arch>` brought along, or null. */
export function bundledNode(from: string): string | null {
  try {
    const manifest = createRequire(from).resolve(`node-${process.platform}-${process.arch}/package.json`);
    const binary = join(manifest, '..', 'bin', 'node');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}
