// `node run-child.mjs PROGRAM ADAPTER OPENER JSON`: loads two TypeScript files of this repository, opens the adapter
// with the options in JSON and hands it to the program's `main`. Made to be killed.
import 'reflect-metadata';
import { runnerImport } from 'vite';

const [program, adapter, opener, options] = process.argv.slice(2);
const load = async (file) =>
  (await runnerImport(file, { configFile: false, resolve: { tsconfigPaths: true } })).module;

const { main } = await load(program);
const { [opener]: open } = await load(adapter);
await main(await open(JSON.parse(options).adapter), JSON.parse(options).program);
