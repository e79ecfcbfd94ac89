import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SCRIPTED_RUNNER } from '@anton/testing/scripted-runner';

/** The built orchestrator beside a runner that only does what its task says. */
export class ScriptedApps {
  /** Inside node_modules, so that the built files find the packages. */
  private readonly root = resolve('node_modules', '.cache', `anton-scripted-${process.pid}`);
  /** Built files name one another by this folder. */
  readonly dir = join(this.root, 'apps');

  constructor() {
    this.remove();
    mkdirSync(join(this.dir, 'runner'), { recursive: true });
    writeFileSync(join(this.dir, 'package.json'), '{ "type": "module" }');
    cpSync(resolve('dist/apps/orchestrator'), join(this.dir, 'orchestrator'), { recursive: true });
    cpSync(SCRIPTED_RUNNER, join(this.dir, 'runner', 'main.js'));
    process.once('exit', () => this.remove());
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
