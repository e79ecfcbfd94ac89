import { PermanentError } from '@anton/contracts';

/** The value of an option that takes a whole number above 0. @throws PermanentError `bad_option` */
export function parseCount(option: string, value: string): number {
  const count = Number(value);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new PermanentError(`${option} is not a number: ${value}`, {
    code: 'bad_option',
    remedy: 'Give a whole number above 0.',
  });
}
