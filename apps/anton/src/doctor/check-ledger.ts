import { examineLedger, type LedgerEnvironment } from '@anton/ledger';
import { failure } from './failure';
import { good, warning, type Finding } from './finding';

/** Whether the ledger can be reached, and whether its tables are those of this version. Changes nothing. */
export async function checkLedger(environment: LedgerEnvironment): Promise<Finding> {
  try {
    const { kind, exists, pending } = await examineLedger(environment);
    if (!exists && kind === 'sqlite') return good('ledger', 'sqlite, made at the first start');
    if (pending.length === 0) return good('ledger', `${kind}, its tables are up to date`);
    const what = exists ? `${pending.join(', ')} will be made` : 'it has no tables yet';
    return warning(
      'ledger',
      `${kind}: ${what}`,
      'Nothing, if this is meant: the next start does it. Back the ledger up before an upgrade.',
    );
  } catch (error) {
    return failure('ledger', error, 'Check DATABASE_URL, and that the database can be reached from here.');
  }
}
