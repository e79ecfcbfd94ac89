import { DEFAULT_MODELS, PRICE_TABLE_VERSION } from '@anton/models';
import { isAntonError } from '@anton/contracts';
import type { Benchmark, BenchmarkRequest, Findings } from '../harness/benchmark';
import { InvalidRunError } from '../harness/invalid-run.error';
import { CatalogFolder } from './deciding/catalog-folder';
import { decide } from './deciding/decide';
import { openRouter, type LiveModel } from './deciding/open-router';
import { OPTIONS, planOf, type Plan } from './plan';
import type { Decision } from './recording/decision';
import { readRecording, Recording, type RecordingHead } from './recording/recording';
import { scoreOf } from './scoring/score';
import { costRows, scoreRows } from './scoring/score-rows';
import { readSet, type LabelledSet } from './set/read-set';

const PUBLIC_HOST = 'api.anthropic.com';

/** Routes the whole set. @throws InvalidRunError when a model that was asked does not answer */
async function decisionsBy(
  set: LabelledSet,
  live: (LiveModel & { readonly model: string }) | undefined,
  decided: (decision: Decision) => void,
): Promise<readonly Decision[]> {
  const folder = await CatalogFolder.create();
  try {
    const models = { ...DEFAULT_MODELS, router: live?.model ?? DEFAULT_MODELS.router };
    const opened = await openRouter(folder.dir, live, models);
    try {
      return await decide(opened.router, set, decided);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!isAntonError(error)) throw error;
    throw new InvalidRunError(`the router failed: ${error.message}`, error.remedy);
  } finally {
    await folder.remove();
  }
}

function findingsOf(set: LabelledSet, head: RecordingHead, decisions: readonly Decision[]): Findings {
  const score = scoreOf(set.tasks, decisions);
  const obeyed = score.obeyed.length === 0 ? [] : [`obeyed: ${score.obeyed.join(', ')}`];
  return {
    rows: [...scoreRows(head.model, score), ...costRows(head.model, score)],
    versions: { set: set.version, prices: PRICE_TABLE_VERSION },
    notes: [`answered by ${head.model} at ${head.host}, ${head.at}`, ...obeyed],
  };
}

async function askModel(
  set: LabelledSet,
  plan: Extract<Plan, { kind: 'live' }>,
  say: BenchmarkRequest['say'],
): Promise<Findings> {
  const { model, baseUrl, record } = plan;
  const host = baseUrl === undefined ? PUBLIC_HOST : new URL(baseUrl).host;
  const head = { kind: 'anton.routing.recording', set: set.version, model, host } as const;
  const first = { ...head, at: new Date().toISOString() };
  const recording = record === undefined ? undefined : Recording.begin(record, first);
  const decisions = await decisionsBy(set, plan, (decision) => {
    recording?.add(decision);
    say(`${decision.id}: ${decision.route.verdict}, ${decision.ms} ms`);
  });
  return findingsOf(set, first, decisions);
}

async function run({ options, say }: BenchmarkRequest): Promise<Findings> {
  const plan = planOf({ options }, process.env);
  const set = readSet();
  switch (plan.kind) {
    case 'live':
      return askModel(set, plan, say);
    case 'recording': {
      const { head, decisions } = readRecording(plan.file, set);
      return findingsOf(set, head, decisions);
    }
    case 'rules': {
      const decisions = await decisionsBy(set, undefined, () => undefined);
      return {
        rows: scoreRows('rules alone', scoreOf(set.tasks, decisions)),
        versions: { set: set.version },
        notes: ["no model was asked: these are the catalog's rules alone. The rates of a model need --live"],
      };
    }
  }
}

/** What becomes of labelled tasks: the right repository, verdict, template and size; questions; hostile texts; the cost. */
export const routing: Benchmark = {
  name: 'routing',
  summary: 'labelled tasks through the router: by its rules alone, by a model (--live), or from a recording',
  options: OPTIONS,
  run,
};
