// Runs a TypeScript file of this repository with its path aliases and decorators: `node scripts/run-ts.mjs FILE [ARG ...]`.
// The file exports `main(args)`, which returns the exit status.
import 'reflect-metadata';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [file, ...args] = process.argv.slice(2);
const { module } = await runnerImport(resolve(file), { configFile: false, resolve: { tsconfigPaths: true } });
process.exitCode = (await module.main(args)) ?? 0;
