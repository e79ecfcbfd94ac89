import type { Scenario } from '@anton/simulation';
import { MEND } from './place';

export const ROUTED = {
  json: {
    verdict: 'fix',
    template: 'node-service',
    skills: [],
    complexity: 'small',
    risk: 'low',
    confidence: 0.9,
    reason: 'a wrong operator',
    question: '',
  },
};

export const FINISH = {
  tools: [{ name: 'finish', input: { outcome: 'fixed', summary: 'sum subtracted; it adds now.' } }],
};
export const APPROVED = { json: { earlier: [], findings: [], summary: 'The operator is right now.' } };

/** Routed, mended in one edit, approved at once. */
export function mending(more: Partial<Scenario> = {}): Scenario {
  return {
    router: [ROUTED],
    coder: [{ tools: [{ name: 'edit', input: MEND }] }, FINISH],
    reviewer: [APPROVED],
    ...more,
  };
}
