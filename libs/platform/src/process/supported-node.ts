import { spawn } from 'node:child_process';
import { heapFlags } from './heap-flags';
import { entryFile } from './installation';
import { bundledNode, isSupportedNode, MINIMUM_NODE } from './node-version';

const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * The first act of every application: on a Node that is too old, runs the same command line on the bundled one and ends
 * with its status. Resolves only on a supported Node.
 */
export async function continueOnSupportedNode(): Promise<void> {
  if (isSupportedNode(process.versions.node)) return;
  const node = bundledNode(entryFile());
  if (node === null) {
    process.stderr.write(
      `Anton needs Node ${MINIMUM_NODE.join('.')} or newer, this is ${process.versions.node}. ` +
        'Remedy: install Node 24, or run `npm ci` without --omit=optional, which brings it along on Linux.\n',
    );
    process.exit(1);
  }
  const child = spawn(node, [...heapFlags(), ...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
  });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`cannot start ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
  await new Promise<never>(() => undefined);
}
