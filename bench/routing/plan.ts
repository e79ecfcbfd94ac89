import { DEFAULT_MODELS } from '@anton/models';
import type { BenchmarkOption, BenchmarkRequest } from '../harness/benchmark';
import { InvalidRunError } from '../harness/invalid-run.error';

export const OPTIONS: Readonly<Record<string, BenchmarkOption>> = {
  live: {
    type: 'boolean',
    description: 'asks the model (ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL); costs money',
  },
  model: {
    type: 'string',
    description: `which one (default: ANTON_MODEL_ROUTER, else ${DEFAULT_MODELS.router})`,
  },
  record: { type: 'string', description: 'with --live: keeps every answer in this new file, one a line' },
  from: { type: 'string', description: 'scores a recording instead of asking' },
};

/** Who decides. */
export type Plan =
  | { readonly kind: 'rules' }
  | { readonly kind: 'recording'; readonly file: string }
  | {
      readonly kind: 'live';
      readonly apiKey: string;
      readonly baseUrl: string | undefined;
      readonly model: string;
      readonly record: string | undefined;
    };

type Variables = Readonly<Record<string, string | undefined>>;

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Reads the options. @throws InvalidRunError */
export function planOf({ options }: Pick<BenchmarkRequest, 'options'>, variables: Variables): Plan {
  const [from, record] = [textOf(options['from']), textOf(options['record'])];
  const isLive = options['live'] === true;
  if (from !== undefined) {
    if (!isLive && record === undefined) return { kind: 'recording', file: from };
    throw new InvalidRunError('--from scores what is recorded', 'Leave --live and --record away.');
  }
  if (!isLive) {
    if (record === undefined) return { kind: 'rules' };
    throw new InvalidRunError('--record keeps what a model answers', 'Add --live.');
  }
  const apiKey = textOf(variables['ANTHROPIC_API_KEY']);
  if (apiKey === undefined) throw new InvalidRunError('--live needs a model', 'Set ANTHROPIC_API_KEY.');
  const model = textOf(options['model']) ?? textOf(variables['ANTON_MODEL_ROUTER']) ?? DEFAULT_MODELS.router;
  return { kind: 'live', apiKey, baseUrl: textOf(variables['ANTHROPIC_BASE_URL']), model, record };
}
