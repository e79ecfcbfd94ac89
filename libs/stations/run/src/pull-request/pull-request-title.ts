import { quietLine } from './quiet-text';
import { CLASS_FILE, NOISE, SENTENCE, SMALL, VERBS } from './title-words';

/** What a title is made of; all of it is untrusted. */
export interface TitleSource {
  /** The task's. */
  readonly title: string;
  readonly externalId: string;
  /** What the coder says it did. */
  readonly summary: string;
  /** First line of the base commit's message. */
  readonly baseSubject: string;
}

/** Longer ones are cut by forges and by `git log`. */
const MAX = 72;
const TYPES = 'feat|fix|chore|docs|refactor|test|build|ci|perf|style|revert';
const CONVENTIONAL = new RegExp(`^(${TYPES})(?:\\([^()]{1,40}\\))?!?: (?=\\S)`);

function cut(text: string): string {
  if (text.length <= MAX) return text;
  const whole = text.slice(0, MAX - 1);
  const end = whole.lastIndexOf(' ');
  return `${whole.slice(0, end > MAX / 2 ? end : MAX - 1).replace(/[\s,;:(–—-]+$/, '')}…`;
}

function withoutNoise(text: string): string {
  let clean = text;
  for (let before = ''; before !== clean;) {
    before = clean;
    for (const noise of NOISE) {
      const rest = clean.replace(noise, '');
      if (/[\p{L}\p{N}]/u.test(rest)) clean = rest;
    }
  }
  return clean;
}

/** The task's title without what trackers put around it. */
function problemOf({ title, externalId }: TitleSource): string {
  const key = externalId.length > 2 ? [externalId, `(${externalId})`, `[${externalId}]`] : [];
  const bare = [...key].reverse().reduce((text, part) => text.replace(part, ' '), title);
  const clean = withoutNoise(quietLine(bare))
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(CLASS_FILE, '$1')
    .replace(/\bNullPointerException\b/g, 'NPE');
  const line = quietLine(clean).replace(/[\s.!?…:;,–—-]+$/, '');
  return line === '' ? 'the reported problem' : line;
}

const firstWord = (text: string): string => /^[\p{L}']+/u.exec(text)?.[0] ?? '';

/** The type of an imperative; "Update fails" is none. */
function verbOf(text: string): string | undefined {
  const [first = '', second = ''] = text.split(' ');
  return SENTENCE.test(second) ? undefined : VERBS.get(firstWord(first).toLowerCase());
}

const lowered = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
const raised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The coder's first sentence when it is a title already: an imperative that fits. */
function claimOf({ summary }: TitleSource): string | null {
  const sentence = quietLine((summary.split('\n')[0] ?? '').split(/(?<=[\w`)])[.!](?:\s|$)/)[0] ?? '');
  const isTitle = verbOf(sentence) !== undefined && sentence.includes(' ') && sentence.length <= MAX - 6;
  return isTitle ? sentence : null;
}

function conventional(text: string): string {
  const type = verbOf(text) ?? 'fix';
  const what = /^fix\s+/i.test(text) ? text.replace(/^fix\s+/i, '') : text;
  return `${type}: ${/^[A-Z][a-z]+$/.test(firstWord(what)) ? lowered(what) : what}`;
}

function plain(text: string): string {
  if (verbOf(text) !== undefined) return raised(text);
  const rest = SMALL.test(firstWord(text)) ? lowered(text) : text;
  return SENTENCE.test(text) ? `Fix: ${rest}` : `Fix ${rest}`;
}

/**
 * The title of a pull request and the subject of its commit: an imperative of at most 72 characters, as a conventional
 * commit where the base commit is one. The same source gives the same title.
 */
export function titleOf(source: TitleSource): string {
  const problem = problemOf(source);
  const isConventional = CONVENTIONAL.test(quietLine(source.baseSubject));
  const stated = CONVENTIONAL.exec(problem);
  if (stated !== null && isConventional) return cut(problem);
  const text = stated === null ? problem : problem.slice(stated[0].length);
  const what = verbOf(text) === undefined ? (claimOf(source) ?? text) : text;
  return cut(isConventional ? conventional(what) : plain(what));
}
