import { PRICE_TABLE_VERSION } from '@anton/models';
import type { Benchmark, BenchmarkRequest, Findings } from '../harness/benchmark';
import { OPTIONS, planOf, type Plan } from './plan';
import type { Opinion } from './recording/opinion';
import { readRecording, Recording, type RecordingHead } from './recording/recording';
import { openReviewer, type LiveModel } from './reviewing/open-reviewer';
import { reviewAll } from './reviewing/review-all';
import { SilentReviewer } from './reviewing/silent-models';
import { scoreOf, outcomeOf } from './scoring/score';
import { mistakes, scoreRows } from './scoring/score-rows';
import { readSet, type ReviewSet } from './set/read-set';
import { setRows } from './set/set-rows';
import { SeededTrees } from './trees/seeded-trees';

const PUBLIC_HOST = 'api.openai.com';

async function reviewsBy(
  { diffs }: ReviewSet,
  model: LiveModel | SilentReviewer,
  id: string,
  reviewed: (opinion: Opinion) => void = () => undefined,
): Promise<readonly Opinion[]> {
  const trees = await SeededTrees.create(diffs);
  try {
    const opened = await openReviewer(model);
    try {
      return await reviewAll(opened.reviewer, diffs, trees, id, reviewed);
    } finally {
      await opened.close();
    }
  } finally {
    trees.remove();
  }
}

function findingsOf(set: ReviewSet, head: RecordingHead, opinions: readonly Opinion[]): Findings {
  const score = scoreOf(set.diffs, opinions);
  return {
    rows: scoreRows(head.model, score),
    versions: { set: set.version, prices: PRICE_TABLE_VERSION },
    notes: [`answered by ${head.model} at ${head.host}, ${head.at}`, ...mistakes(score)],
  };
}

async function askModel(
  set: ReviewSet,
  plan: Extract<Plan, { kind: 'live' }>,
  say: BenchmarkRequest['say'],
): Promise<Findings> {
  const { apiKey, baseUrl, model } = plan;
  const host = baseUrl === undefined ? PUBLIC_HOST : new URL(baseUrl).host;
  const at = new Date().toISOString();
  const head = { kind: 'anton.review.recording', set: set.version, model, host, at } as const;
  const recording = Recording.begin(plan.record, head);
  say(`every answer is kept in ${plan.record}`);
  const byId = new Map(set.diffs.map((diff) => [diff.id, diff]));
  const opinions = await reviewsBy(set, { apiKey, baseUrl }, model, (opinion) => {
    recording.add(opinion);
    const diff = byId.get(opinion.id);
    if (diff !== undefined) say(`${opinion.id}: ${outcomeOf(diff, opinion)}, ${opinion.ms} ms`);
  });
  return findingsOf(set, head, opinions);
}

/** No rate: the requests are made as they would be sent, and nobody answers. */
async function describeSet(set: ReviewSet, model: string): Promise<Findings> {
  const silent = new SilentReviewer();
  await reviewsBy(set, silent, model);
  return {
    rows: setRows(set.diffs, silent.bytes),
    versions: { set: set.version },
    notes: ['no model was asked: how much is caught, and how much is rejected wrongly, needs --live'],
  };
}

async function run({ options, say }: BenchmarkRequest): Promise<Findings> {
  const plan = planOf({ options }, process.env, new Date());
  const set = readSet();
  switch (plan.kind) {
    case 'live':
      return askModel(set, plan, say);
    case 'recording': {
      const { head, opinions } = readRecording(plan.file, set);
      return findingsOf(set, head, opinions);
    }
    case 'set':
      return describeSet(set, plan.model);
  }
}

/** What the reviewer makes of changes whose faults are known: how many it catches, how many good ones it rejects. */
export const review: Benchmark = {
  name: 'review',
  summary:
    'seeded bad and good diffs through the reviewer: the set alone, by a model (--live), or from a recording',
  options: OPTIONS,
  run,
};
