import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TRAJECTORY_SCHEMA, type ReadTrajectory, type TrajectoryEvent } from '@anton/agent';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { renderRun } from './render-page';

const HOSTILE = `</pre></details><script>alert(1)</script><img src=x onerror="alert(2)"> 'quoted' <%= 7*7 %> <!--`;
const USAGE = { inputTokens: 10, cacheReadTokens: 80, cacheWriteTokens: 10, outputTokens: 5 };
const DIFF = [
  'diff --git a/pay.js b/pay.js',
  'index 1..2 100644',
  '--- a/pay.js',
  '+++ b/pay.js',
  '@@ -1,2 +1,2 @@',
  ' const a = 1;',
  '--- a comment of SQL that was deleted',
  `+${HOSTILE}`,
  '',
].join('\n');

type Entry = TrajectoryEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'seq' | 'at'>
    : never
  : never;

/** A run of which every text is hostile. */
function hostileRun(further: readonly Entry[] = []): ReadTrajectory {
  const task = sampleTask('PAY-1', { title: HOSTILE });
  const blocks = [
    { type: 'text', text: HOSTILE },
    { type: 'tool_use', id: HOSTILE, name: HOSTILE, input: { [HOSTILE]: HOSTILE, path: HOSTILE } },
  ] as const;
  const raw = [{ type: 'thinking', thinking: HOSTILE }];
  const reply = { blocks, stopReason: 'tool_use', usage: USAGE, usd: 0.01, model: 'm', raw } as const;
  const request = { role: 'coder', wire: 'anthropic.messages', model: 'm', maxTokens: 1 } as const;
  const sent = { ...request, sha256: '', bytes: 1, markers: [], body: null };
  const run = {
    command: HOSTILE,
    outcome: 'failed',
    exitCode: 1,
    tests: 3,
    failed: 1,
    skipped: 0,
    cases: [],
    flaky: [],
    failures: [{ id: HOSTILE, detail: HOSTILE }],
    durationMs: 1_500,
    tail: HOSTILE,
    logPath: null,
  } as const;
  const finding = {
    id: HOSTILE,
    severity: 'high',
    category: HOSTILE,
    file: HOSTILE,
    startLine: 1,
    endLine: 1,
    title: HOSTILE,
    failureScenario: HOSTILE,
    fixHint: HOSTILE,
    confidence: 1,
  } as const;
  const answer = {
    kind: 'reviewed',
    verdict: 'rejected',
    blocking: [finding],
    others: [],
    dropped: 0,
    summary: HOSTILE,
  } as const;
  const files = [{ path: HOSTILE, status: 'modified', addedLines: 1, deletedLines: 1 } as const];
  const entries: Entry[] = [
    {
      type: 'run_started',
      schema: TRAJECTORY_SCHEMA,
      task,
      route: sampleRoute(task),
      priceTable: HOSTILE,
      versions: { anton: HOSTILE },
    },
    { type: 'stage', stage: 'checkout', status: 'passed', detail: HOSTILE },
    { type: 'checks', run },
    { type: 'stretch_started', instruction: HOSTILE },
    { type: 'warning', text: HOSTILE },
    { type: 'model_request', call: 1, turn: 1, ...sent },
    { type: 'model_response', call: 1, reply, durationMs: 1 },
    { type: 'tool_call', id: HOSTILE, tool: HOSTILE, input: {} },
    { type: 'tool_result', id: HOSTILE, content: HOSTILE, isError: true, durationMs: 1 },
    { type: 'guard', rule: HOSTILE, detail: HOSTILE },
    { type: 'model_request', call: 2, turn: 2, ...sent },
    { type: 'model_failed', call: 2, message: HOSTILE, code: null, durationMs: 1 },
    { type: 'change', treeSha: HOSTILE, diffSha256: '', files, text: DIFF },
    { type: 'review', round: 1, model: HOSTILE, answer },
    { type: 'committed', sha: HOSTILE, treeSha: HOSTILE, subject: HOSTILE },
    { type: 'pushed', branch: HOSTILE, sha: HOSTILE },
    ...further,
  ];
  const at = '2026-11-25T10:00:00.000Z';
  const events = entries.map((entry, index) => ({ ...entry, seq: index + 1, at }));
  const [start] = events;
  if (start?.type !== 'run_started') throw new Error('the sample does not start');
  return { start, events, truncated: true };
}

const pullRequest = (url: string): Entry => ({
  type: 'pull_request',
  url,
  number: 1,
  draft: true,
  created: true,
});

describe('the page of a run', () => {
  it('makes no text of the run a part of its own', () => {
    const page = renderRun(hostileRun([pullRequest(HOSTILE)]));
    const escaped = '&lt;script&gt;alert(1)&lt;/script&gt;';
    expect(page.split(escaped).length).toBeGreaterThan(25);
    for (const part of ['<script', '<img', '<!--', 'onerror="', '49']) expect(page).not.toContain(part);
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name));
    expect(
      [...tags].filter((tag) => ['script', 'img', 'iframe', 'object', 'link', 'form'].includes(tag ?? '')),
    ).toEqual([]);
  });

  it('loads nothing, runs nothing, and allows its own style only', () => {
    const page = renderRun(hostileRun());
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri`);
    expect(page).not.toMatch(/\s(?:src|style|on[a-z]+|href)="/);
  });

  it('links to a pull request on the web, and to no other address', () => {
    const url = 'https://github.com/acme/pay/pull/1?a="b"';
    expect(renderRun(hostileRun([pullRequest(url)]))).toContain(
      '<a href="https://github.com/acme/pay/pull/1?a=&#34;b&#34;" rel="noreferrer">',
    );
    const script = renderRun(hostileRun([pullRequest('javascript:alert(1)')]));
    expect(script).not.toContain('<a ');
    expect(script).toContain('javascript:alert(1)');
  });

  it('tells the second run before any edit from the first', () => {
    const run = hostileRun();
    const again = run.events.flatMap((event) => (event.type === 'checks' ? [{ ...event, seq: 900 }] : []));
    expect(renderRun(run)).not.toContain('before any edit, again');
    expect(renderRun({ ...run, events: [...run.events, ...again] })).toContain('before any edit, again');
  });

  it('colours what was added and what was deleted', () => {
    const page = renderRun(hostileRun());
    expect(page).toContain('<span class="del">--- a comment of SQL that was deleted</span>');
    expect(page).toContain('<span class="add">+&lt;/pre&gt;');
    expect(page).toContain('<span class="normal"> const a = 1;</span>');
  });

  it('of a runner that was killed says so and shows what there is', () => {
    const page = renderRun(hostileRun());
    expect(page).toContain('no end recorded');
    expect(page).toContain('Turn 1');
    expect(page).toContain('No answer: ');
    expect(page).toContain('80 % cached');
  });
});
