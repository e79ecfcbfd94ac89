import { afterEach, beforeEach, describe } from 'vitest';
import { changeContract } from './change.contract';
import { checkoutContract } from './checkout.contract';
import {
  CodeHostWorld,
  type CodeHostMaker,
  type CodeHostSubject,
  type SeenPullRequest,
} from './code-host-world';
import { conventionsContract } from './conventions.contract';
import { exportContract } from './export.contract';
import { keepContract } from './keep.contract';
import { publishContract } from './publish.contract';
import { refusalContract } from './refusal.contract';

export { makeBareRepository } from './bare-repository';
export type { CodeHostSubject, SeenPullRequest };

/** What every code host keeps; `make` gives an empty one with a repository of the given files per test. */
export function codeHostContract(name: string, make: CodeHostMaker): void {
  describe(`${name} as a code host`, { timeout: 60_000 }, () => {
    const world = new CodeHostWorld();

    beforeEach(() => world.begin(make));
    afterEach(() => world.end());

    checkoutContract(world);
    changeContract(world);
    refusalContract(world);
    publishContract(world);
    keepContract(world);
    exportContract(world);
    conventionsContract(world);
  });
}
