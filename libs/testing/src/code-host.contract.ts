import { afterEach, beforeEach, describe } from 'vitest';
import { changeContract } from './code-host/change.contract';
import { checkoutContract } from './code-host/checkout.contract';
import {
  CodeHostWorld,
  type CodeHostMaker,
  type CodeHostSubject,
  type SeenPullRequest,
} from './code-host/code-host-world';
import { publishContract } from './code-host/publish.contract';
import { refusalContract } from './code-host/refusal.contract';

export { makeBareRepository } from './code-host/bare-repository';
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
  });
}
