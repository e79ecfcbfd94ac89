import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError, type LifeCycleEvent, type RunReport, type TaskTransitioned } from '@anton/contracts';
import { LifeCycleFeed } from '@anton/dispatcher';
import { Ledger } from '@anton/ledger';
import { JsonLogger, Redactor } from '@anton/platform';
import { startScriptedModels } from '@anton/simulation';
import { readAntonEnvironment } from '../anton.env';
import { startLine, type Line } from '../line/start-line';
import { sendDelivery } from '../operator/send-delivery';
import { demoDelivery } from './demo-delivery';
import type { DemoDisplay } from './demo-display';
import { showOutcome, type DemoOutcome } from './demo-outcome';
import { makeDemoPlace, type DemoPlace } from './demo-place';
import { DEMO_SCENARIO } from './demo-scenario';
import { untruths } from './demo-truth';
import { followRun } from './follow-run';

/** The last line of the demo. */
export interface DemoResult extends Partial<DemoOutcome> {
  readonly status: string;
  readonly taskId: string;
  readonly branch: string | null;
  readonly repository: string;
  readonly pullRequest: string | null;
  readonly folder: string;
  readonly problems: readonly string[];
}

const SECRET = 'demo-secret-that-only-this-run-knows';
const DEADLINE_MS = 120_000;

function variablesOf(
  place: DemoPlace,
  models: { anthropicUrl: string; openaiUrl: string },
): Record<string, string | undefined> {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: process.env['TMPDIR'],
    WEBHOOK_SECRET_DATADOG: SECRET,
    ANTHROPIC_API_KEY: 'no-key-is-needed-here',
    ANTHROPIC_BASE_URL: models.anthropicUrl,
    OPENAI_API_KEY: 'no-key-is-needed-here-either',
    OPENAI_BASE_URL: models.openaiUrl,
    ANTON_DATA_DIR: place.data,
    ANTON_CATALOG_DIR: place.catalog,
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

/** Runs the whole line once on a repository of its own, with scripted models; every part but the models is the real one. */
export async function runDemo(display: DemoDisplay): Promise<DemoResult> {
  const place = await makeDemoPlace();
  display.step('demo', 'passed', `a repository with a fault, in ${place.dir}`);
  const models = await startScriptedModels(DEMO_SCENARIO);
  try {
    const variables = variablesOf(place, models);
    await mkdir(place.data, { recursive: true });
    const log = createWriteStream(join(place.dir, 'anton.log'));
    const logger = new JsonLogger({
      app: 'anton',
      level: 'info',
      redactor: new Redactor([SECRET]),
      destination: log,
    });
    const line = await startLine(readAntonEnvironment(variables), variables, logger);
    display.step('line', 'passed', `listening on ${line.url}`);
    try {
      return await sendAndWatch(line, place, variables, display);
    } finally {
      await line.close();
      log.end();
    }
  } finally {
    await models.close();
  }
}

async function sendAndWatch(
  line: Line,
  place: DemoPlace,
  variables: Record<string, string | undefined>,
  display: DemoDisplay,
): Promise<DemoResult> {
  const settled = settlement(line, display);
  const answer = await sendDelivery({
    source: 'datadog',
    rawBody: Buffer.from(demoDelivery()),
    url: line.url,
    variables,
  });
  const { taskId } = answer.body as { taskId: string };
  display.step(
    'webhook',
    answer.status === 202 ? 'passed' : 'failed',
    `${answer.status} ${JSON.stringify(answer.body)}`,
  );
  const stop = followRun(
    join(place.data, 'runs', `${taskId}-r1`, 'runner.log'),
    ({ stage, status, detail }) => display.step(stage, status, detail),
  );
  try {
    const end = await settled;
    await stop();
    tell(display, end);
  } finally {
    await stop();
  }
  return resultOf(line, place, taskId, display);
}

/** Resolves when the demo's one task is settled. */
function settlement(line: Line, display: DemoDisplay): Promise<TaskTransitioned> {
  const feed = line.app.get(LifeCycleFeed, { strict: false });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(tooLate()), DEADLINE_MS);
    const subscription = feed.events.subscribe((event: LifeCycleEvent) => {
      if (event.type !== 'task') return;
      if (event.to !== 'settled') return tell(display, event);
      clearTimeout(late);
      subscription.unsubscribe();
      resolve(event);
    });
  });
}

function tell(display: DemoDisplay, { from, to, reason }: TaskTransitioned): void {
  display.step('task', 'note', `${from ?? 'new'} → ${to}${reason === null ? '' : `: ${reason}`}`);
}

async function resultOf(
  line: Line,
  place: DemoPlace,
  taskId: string,
  display: DemoDisplay,
): Promise<DemoResult> {
  const ledger = line.app.get(Ledger, { strict: false });
  const [run] = await ledger.listRuns({ taskId });
  const report: RunReport | null = run?.report ?? null;
  const problems = report === null ? ['the run has no report'] : await untruths(place, report);
  const verdict =
    problems.length === 0
      ? 'the branch passes its tests, main does not, the pull request is there'
      : problems.join('; ');
  display.step('verify', problems.length === 0 ? 'passed' : 'failed', verdict);
  const outcome = report === null ? {} : await showOutcome(display, report);
  return {
    status: problems.length === 0 ? 'pr_opened' : 'untrue',
    taskId,
    branch: report?.branch ?? null,
    repository: place.repository,
    pullRequest: report?.pullRequest?.url ?? null,
    folder: place.dir,
    ...outcome,
    problems,
  };
}

function tooLate(): PermanentError {
  return new PermanentError(`the task was not settled within ${DEADLINE_MS / 1000} s`, {
    code: 'demo_timeout',
    remedy: 'Read anton.log and data/runs/*/runner.log in the folder that the demo named.',
  });
}
