import { afterEach, beforeEach, describe } from 'vitest';
import { acceptingContract } from './accepting.contract';
import { enduringContract } from './enduring.contract';
import { intentsContract } from './intents.contract';
import { leasesContract } from './leases.contract';
import { LedgerWorld, type LedgerSubject } from './ledger-world';
import { listingContract } from './listing.contract';
import { movingContract } from './moving.contract';
import { pruningContract } from './pruning.contract';
import { runsContract } from './runs.contract';
import { signalsContract } from './signals.contract';
import { spendContract } from './spend.contract';

export type { LedgerSubject };

/** The promises of every ledger; `makeSubject` makes an empty one per test. */
export function ledgerContract(name: string, makeSubject: () => Promise<LedgerSubject>): void {
  describe(`${name} as a ledger`, { timeout: 60_000 }, () => {
    const world = new LedgerWorld();

    beforeEach(async () => {
      world.subject = await makeSubject();
    });
    afterEach(async () => {
      await world.subject.close();
    });

    acceptingContract(world);
    movingContract(world);
    runsContract(world);
    listingContract(world);
    signalsContract(world);
    intentsContract(world);
    spendContract(world);
    leasesContract(world);
    pruningContract(world);
    enduringContract(world);
  });
}
