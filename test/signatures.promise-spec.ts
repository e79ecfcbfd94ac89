import { signatureContract } from '@anton/testing';

signatureContract(100_000);
