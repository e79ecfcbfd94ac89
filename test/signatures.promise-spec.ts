import { signatureContract } from '@anton/testing/signatures';

signatureContract(100_000);
