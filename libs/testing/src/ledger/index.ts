export { ledgerContract, type LedgerSubject } from './ledger.contract';
