import { expect, it } from 'vitest';
import { Redactor } from '@anton/platform';
import type { PartName } from './body-parts';
import { placedParts } from './placed-parts';
import { QuietMarkdown } from './quiet-markdown';
import { sectionsOf } from './repository-template';

const TEXTS = new Map<PartName, string>([
  ['wrong', 'W'],
  ['changed', 'C'],
  ['proof', 'P'],
  ['checks', 'K'],
  ['review', 'R'],
]);

/** The headings, labels and texts in the order in which a reader sees them. */
function placed(template: string): string[] {
  const own = sectionsOf(template, new QuietMarkdown(new Redactor()));
  return placedParts(TEXTS, own).split('\n\n');
}

const REVIEW = ['## Review', 'R'];
const PROOF = ['## Proof', 'P', '## Checks', 'K'];
const BOTH = ['**What was wrong**', 'W', '**What changed**', 'C'];

it('has headings of its own where the repository has none', () => {
  const own = ['## What was wrong', 'W', '## What changed', 'C', ...PROOF, ...REVIEW];
  expect(placed('')).toEqual(own);
  expect(placed('- [ ] tests\n<!-- only a list -->')).toEqual([...own, '- [ ] tests']);
  expect(placed('### Checklist\n- [ ] tests')).toEqual([...own, '### Checklist', '- [ ] tests']);
});

it.each([
  ['# Why\n# What', ['# Why', 'W', '# What', 'C', ...PROOF, ...REVIEW]],
  ['## Summary\nSay it.\n- [ ] said', ['## Summary', ...BOTH, '- [ ] said', ...PROOF, ...REVIEW]],
  ['## Problem', ['## Problem', ...BOTH, ...PROOF, ...REVIEW]],
  [
    'Hello\n## Changes\n## How was it tested?\n## Notes for reviewers\n## Demo\nA film.',
    [
      'Hello',
      '## Changes',
      ...BOTH,
      '## How was it tested?',
      '**Proof**',
      'P',
      '**Checks**',
      'K',
      '## Notes for reviewers',
      'R',
      '## Demo',
      'A film.',
    ],
  ],
  [
    '## What\n## Type of change\n- [ ] bug',
    ['## What', ...BOTH, '## Type of change', '- [ ] bug', ...PROOF, ...REVIEW],
  ],
  [
    '## What\n```\n# no heading\n```\n## Other\n~~~\n# none\n~~~',
    ['## What', ...BOTH, '## Other', '\\# none', ...PROOF, ...REVIEW],
  ],
  [
    '---\nname: x\n---\r\n## What ##\r\n## Empty\r\n',
    ['## What', ...BOTH, '## Empty', '*Left to a person.*', ...PROOF, ...REVIEW],
  ],
])('fills the template %j', (template, expected) => {
  expect(placed(template)).toEqual(expected);
});
