// A runner that does what the description of its task says, as JSON (see runner-script.ts), and nothing else:
// `node scripted-runner.mjs run --context DIR --work DIR (--report FILE | --termination-message FILE) [--trajectory FILE]`.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    context: { type: 'string' },
    report: { type: 'string' },
    'termination-message': { type: 'string' },
    work: { type: 'string' },
    trusted: { type: 'string' },
    socket: { type: 'string' },
    trajectory: { type: 'string' },
  },
});
const reportFile = values.report ?? values['termination-message'];
const { ANTON_SECRETS_FD, ANTHROPIC_API_KEY_FILE } = process.env;
const mounted = ANTHROPIC_API_KEY_FILE === undefined ? '' : readFileSync(ANTHROPIC_API_KEY_FILE, 'utf8');
const secrets = ANTON_SECRETS_FD === '0' ? await text(process.stdin) : mounted;
if (secrets === '') process.exit(21);
process.stdout.write('runner started\n');

const { taskId, description } = JSON.parse(readFileSync(join(values.context, 'task.json'), 'utf8'));
const { attempt } = JSON.parse(readFileSync(join(values.context, 'route.json'), 'utf8'));
const script = JSON.parse(description);

if (script.stubborn) process.on('SIGTERM', () => process.stdout.write('not now\n'));
if (script.grandchild)
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)'], { detached: true, stdio: 'ignore' });
mkdirSync(values.work, { recursive: true });
await sleep(script.afterMs ?? 0);
if (script.vanishUntilAttempt > attempt) process.kill(process.pid, 'SIGKILL');
if (script.memoryMb) globalThis.held = Buffer.alloc(script.memoryMb * 1024 * 1024, 1);
if (script.print) process.stdout.write(`${script.print}\n`);
if (script.garbage) writeFileSync(reportFile, '{"schema": "anton.rep');
if (script.status) {
  const tokens = { inputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 10 };
  const report = {
    schema: 'anton.report.v1',
    taskId,
    attempt,
    status: script.status,
    message: 'as the script says',
    branch: `fix/${taskId}`,
    headSha: null,
    pullRequest: null,
    checks: { command: null, baseline: null, final: null },
    proof: { kind: 'none' },
    review: { rounds: 0, verdict: 'not_reviewed', findings: [] },
    cost: { usd: script.usd === undefined ? 0.25 : script.usd, ...tokens },
    durationMs: 1,
  };
  // A termination message is a mounted file, which cannot be replaced.
  const file = values.report === undefined ? reportFile : `${reportFile}.part`;
  writeFileSync(file, JSON.stringify(report));
  if (file !== reportFile) renameSync(file, reportFile);
}
if (script.status || script.garbage || script.exit !== undefined) process.exit(script.exit ?? 0);
setInterval(() => {}, 1e9);
