import { afterEach, beforeEach, describe } from 'vitest';
import { acceptingContract } from './ledger/accepting.contract';
import { enduringContract } from './ledger/enduring.contract';
import { intentsContract } from './ledger/intents.contract';
import { leasesContract } from './ledger/leases.contract';
import { LedgerWorld, type LedgerSubject } from './ledger/ledger-world';
import { listingContract } from './ledger/listing.contract';
import { movingContract } from './ledger/moving.contract';
import { runsContract } from './ledger/runs.contract';
import { signalsContract } from './ledger/signals.contract';
import { spendContract } from './ledger/spend.contract';

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
    enduringContract(world);
  });
}
