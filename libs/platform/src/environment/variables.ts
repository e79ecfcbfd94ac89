import { z } from 'zod';
import { LOG_LEVELS } from '../logging/json-logger';

/** The building blocks of the applications' environment schemas. A description says what the variable is for. */
export const variable = {
  text: (purpose: string) => z.string().describe(purpose),
  optional: (purpose: string) => z.string().optional().describe(purpose),
  withDefault: (value: string, purpose: string) => z.string().default(value).describe(purpose),
  flag: (purpose: string) =>
    z
      .enum(['0', '1'])
      .default('0')
      .transform((value) => value === '1')
      .describe(purpose),
  count: (value: number, purpose: string) =>
    z.coerce.number().int().min(1).max(1_000_000).default(value).describe(purpose),
  amount: (purpose: string) => z.coerce.number().min(0).optional().describe(purpose),
  port: (value: number, purpose: string) =>
    z.coerce.number().int().min(0).max(65_535).default(value).describe(purpose),
  url: (purpose: string) => z.url().optional().describe(purpose),
  logLevel: () => z.enum(LOG_LEVELS).default('info').describe('how much is logged'),
};
