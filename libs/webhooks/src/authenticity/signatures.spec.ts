import { signatureContract } from '@anton/testing/signatures';

// As many as `npm test` has time for; test/signatures.promise-spec.ts tries 100,000.
signatureContract(5_000);
