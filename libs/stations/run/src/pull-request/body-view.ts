import { tamperReportOf, type TamperItem } from '@anton/agent';
import type { AgentTask } from '@anton/contracts';
import { blockedWords } from '@anton/egress';
import type { ProofRun } from '../proof/proof';
import { blockedPlaceOf } from '../facts/blocked-hosts';
import type { RunFacts } from '../facts/run-facts';
import type { BodySource } from './body-source';
import { failuresOf } from './failures';
import { glanceOf, spentWords, verdictWords } from './glance';
import { openPointsOf } from './open-points';
import type { QuietMarkdown } from './quiet-markdown';
import { destination } from './quiet-text';
import { plural, runWords, seconds } from './run-words';

function noProofWords({ proof, ranFewerTests, final }: RunFacts): string {
  if (proof?.reason) return proof.reason;
  if (ranFewerTests) return 'fewer tests ran than before';
  const why = final?.outcome === 'passed' ? '' : 'the checks are not green, so ';
  return `${why}the change was not tried on an exported tree`;
}

function ticketOf({ source, externalId, externalUrl }: AgentTask, md: QuietMarkdown): string {
  const name = md.line(externalId === '' ? source : externalId, 100);
  return externalUrl === null || externalUrl === undefined
    ? name
    : `[${name.replace(/[[\]]/g, '')}](${destination(externalUrl)})`;
}

function tamperOf({ task, facts: { diff, baseline, final } }: BodySource): readonly TamperItem[] {
  return diff === null ? [] : tamperReportOf({ task, diff: diff.text, baseline, final });
}

function filesOf({ diff }: RunFacts) {
  return (diff?.files ?? []).map((file) => {
    const marks = [
      ...(file.status === 'modified' ? [] : [file.status === 'added' ? 'new' : file.status]),
      ...(file.binary ? ['binary'] : []),
    ];
    return { ...file, note: marks.length === 0 ? '' : ` (${marks.join(', ')})` };
  });
}

/** What the author says was wrong, and what it changed: the first of several paragraphs, and the others. */
function summaryOf({ summary }: RunFacts): { readonly cause: string; readonly change: string } {
  const [first = '', ...others] = summary.trim().split(/\n\s*\n/);
  return others.length === 0 ? { cause: '', change: first } : { cause: first, change: others.join('\n\n') };
}

function touchedOf(tamper: readonly TamperItem[], md: QuietMarkdown): readonly string[] {
  return tamper.map(({ kind, detail, file, blocking }) => {
    const what = kind.replace('_', ' ');
    const where = detail.includes(file) ? '' : ` in ${md.code(file)}`;
    return `${blocking ? `**${what}, which may not pass**` : what}: ${md.code(detail, 300)}${where}`;
  });
}

function runsOf({ proof, startTree }: RunFacts): readonly (ProofRun & { readonly where: string })[] {
  const base = proof?.base ?? null;
  const head = proof?.head ?? null;
  return [
    ...(base === null
      ? []
      : [{ ...base, where: base.treeSha === startTree ? 'the base' : 'the base, with these tests' }]),
    ...(head === null ? [] : [{ ...head, where: 'this change' }]),
  ];
}

function reviewOf({ review: { open, settled, remarks } }: RunFacts) {
  return {
    blocking: [
      ...open.map((finding) => ({ finding, how: '**open**' })),
      ...settled.map(({ finding, how }) => ({ finding, how: how === 'fixed' ? 'fixed' : 'withdrawn' })),
    ],
    remarks: remarks.map((finding) => ({ finding, how: 'remark' })),
  };
}

/** What the templates are filled with: facts, and the words that have to be found for them. */
export function bodyView(source: BodySource, md: QuietMarkdown) {
  const { task, route, facts, ending } = source;
  const tamper = tamperOf(source);
  return {
    task,
    route,
    facts,
    md,
    words: { plural, runWords, seconds },
    ...summaryOf(facts),
    touched: touchedOf(tamper, md),
    open: openPointsOf(route, facts, ending),
    ticket: ticketOf(task, md),
    glance: glanceOf(source, tamper, md),
    files: filesOf(facts),
    noProof: noProofWords(facts),
    runs: runsOf(facts),
    failures: failuresOf(facts),
    review: reviewOf(facts),
    verdict: verdictWords(source, md),
    spent: spentWords(source),
    blocked: blockedWords(facts.blocked, {
      ...blockedPlaceOf(route),
      code: (text) => md.code(text, 300),
    }),
  };
}
