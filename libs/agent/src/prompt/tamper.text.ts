import { untrustedCode } from '@anton/platform';
import type { TamperItem } from '../tamper/tamper-item';

/** What a change does to tests, for the reviewer's prompt; names are of the repository, so they are wrapped as data. */
export function tamperText(items: readonly TamperItem[]): string {
  if (items.length === 0) return 'Computed from git and both runs: no test was deleted, skipped or weakened.';
  const lines = items.map(({ kind, detail }) => `${kind.replace('_', ' ')}: ${detail}`);
  return `Computed from git and both runs, what the change does to tests and their configuration. Judge whether the task needs it:\n${untrustedCode('test changes', lines.join('\n'))}`;
}
