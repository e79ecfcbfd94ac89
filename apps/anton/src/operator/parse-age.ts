import { PermanentError } from '@anton/contracts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The value of an option that takes an age such as `90s`, `15m`, `2h` or `7d`, in ms. @throws PermanentError `bad_option` */
export function parseAge(option: string, value: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(value) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new PermanentError(`${option} is not an age: ${value}`, {
    code: 'bad_option',
    remedy: 'Give a whole number and a unit: 90s, 15m, 2h or 7d.',
  });
}
