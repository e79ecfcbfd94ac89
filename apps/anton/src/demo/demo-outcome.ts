import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RunReport } from '@anton/contracts';
import type { DemoDisplay } from './demo-display';

/** The pull request as its reader meets it. */
interface DemoPullRequest {
  readonly title: string;
  /** The one line that a reader decides by. */
  readonly glance: string;
  /** The file with the whole of it. */
  readonly file: string;
}

/** What the run proved and what it cost, as the demo's last line has it. */
export interface DemoOutcome {
  readonly title: string | null;
  readonly body: string | null;
  readonly proof: { readonly tests: readonly string[]; readonly base: string; readonly head: string } | null;
  readonly costUsd: number | null;
}

/** The local code host keeps a pull request as two files, `.json` and `.md`; null when it is not there. */
async function readPullRequest(url: string): Promise<DemoPullRequest | null> {
  const json = fileURLToPath(url);
  if (!existsSync(json)) return null;
  const file = json.replace(/\.json$/, '.md');
  const { title } = JSON.parse(await readFile(json, 'utf8')) as { title: string };
  const body = await readFile(file, 'utf8');
  return { title, glance: body.split('\n')[0] ?? '', file };
}

function costWords({ usd, ...tokens }: RunReport['cost']): string {
  const input = tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens;
  const cached = input === 0 ? 0 : Math.round((tokens.cacheReadTokens / input) * 100);
  const count = (value: number): string => value.toLocaleString('en-US');
  const money = usd === null ? 'unknown' : `$${usd.toFixed(2)} at list prices`;
  return `${money}: ${count(input)} tokens in, ${cached} % of them from the cache, ${count(tokens.outputTokens)} out`;
}

/** Shows the proof, the cost and the pull request of a run in a few lines, from its report and what lies on the disk. */
export async function showOutcome(display: DemoDisplay, report: RunReport): Promise<DemoOutcome> {
  const { kind, tests = [], base, head } = report.proof;
  const proof = kind === 'red_green' && base && head ? { tests, base, head } : null;
  if (proof !== null) {
    const counted = report.checks.final?.tests;
    const many = counted === undefined || counted === null ? '' : `, ${counted} tests`;
    for (const id of tests) display.step('test', 'passed', `${id}: red on main, green on the fix`);
    display.step('main + tests', 'failed', `${proof.base.command} (exit ${proof.base.exitCode ?? 'none'})`);
    display.step(
      'on the fix',
      'passed',
      `${proof.head.command} (exit ${proof.head.exitCode ?? 'none'}${many})`,
    );
  }
  display.step('cost', 'note', costWords(report.cost));
  const opened = report.pullRequest === null ? null : await readPullRequest(report.pullRequest.url);
  if (opened !== null) {
    display.step('title', 'note', opened.title);
    display.step('says', 'note', opened.glance);
    display.step('in full', 'note', opened.file);
  }
  return {
    title: opened?.title ?? null,
    body: opened?.file ?? null,
    proof: proof === null ? null : { tests, base: proof.base.command, head: proof.head.command },
    costUsd: report.cost.usd,
  };
}
