import { join } from 'node:path';
import { DEFAULT_MODELS } from '@anton/models';
import type { BenchmarkOption, BenchmarkRequest } from '../harness/benchmark';
import { InvalidRunError } from '../harness/invalid-run.error';

const RECORDINGS = 'bench/review/recording';

export const OPTIONS: Readonly<Record<string, BenchmarkOption>> = {
  live: { type: 'boolean', description: 'asks the model (OPENAI_API_KEY, OPENAI_BASE_URL); costs money' },
  model: {
    type: 'string',
    description: `which one (default: ANTON_MODEL_REVIEWER, else ${DEFAULT_MODELS.reviewer})`,
  },
  record: {
    type: 'string',
    description: `with --live: the new file that keeps every answer (default: in ${RECORDINGS}, by model and day)`,
  },
  from: { type: 'string', description: 'scores a recording instead of asking' },
};

/** What is done: only the set is looked at, a recording is scored, or a model is asked. */
export type Plan =
  | { readonly kind: 'set'; readonly model: string }
  | { readonly kind: 'recording'; readonly file: string }
  | {
      readonly kind: 'live';
      readonly apiKey: string;
      readonly baseUrl: string | undefined;
      readonly model: string;
      readonly record: string;
    };

type Variables = Readonly<Record<string, string | undefined>>;

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Reads the options. @throws InvalidRunError */
export function planOf(
  { options }: Pick<BenchmarkRequest, 'options'>,
  variables: Variables,
  now: Date,
): Plan {
  const [from, record] = [textOf(options['from']), textOf(options['record'])];
  const isLive = options['live'] === true;
  const model =
    textOf(options['model']) ?? textOf(variables['ANTON_MODEL_REVIEWER']) ?? DEFAULT_MODELS.reviewer;
  if (from !== undefined) {
    if (!isLive && record === undefined) return { kind: 'recording', file: from };
    throw new InvalidRunError('--from scores what is recorded', 'Leave --live and --record away.');
  }
  if (!isLive) {
    if (record === undefined) return { kind: 'set', model };
    throw new InvalidRunError('--record keeps what a model answers', 'Add --live.');
  }
  const apiKey = textOf(variables['OPENAI_API_KEY']);
  if (apiKey === undefined) throw new InvalidRunError('--live needs a model', 'Set OPENAI_API_KEY.');
  const name = `${model.replace(/[^\w.-]/g, '_')}-${now.toISOString().slice(0, 10)}.jsonl`;
  const file = record ?? join(RECORDINGS, name);
  return { kind: 'live', apiKey, baseUrl: textOf(variables['OPENAI_BASE_URL']), model, record: file };
}
