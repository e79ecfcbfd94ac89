import { describe, expect, it } from 'vitest';
import { InvalidContractError } from '../errors/invalid-contract.error';
import { parseRouteDecision } from './route-decision';
import { questionOnTheWire, routeOnTheWire } from './route.fixture';

function badFields(value: unknown): readonly string[] {
  try {
    parseRouteDecision(value);
    return [];
  } catch (error) {
    if (error instanceof InvalidContractError)
      return error.problems.map((problem) => problem.split(':')[0] ?? '');
    throw error;
  }
}

describe('parseRouteDecision', () => {
  it('takes a fix and a question, and keeps every field', () => {
    const mcp = [
      { name: 'db_docs', command: ['npx', 'server'] },
      { name: 'wiki', url: 'https://wiki.example.com/mcp' },
    ];
    for (const route of [routeOnTheWire(), routeOnTheWire({ mcp }), questionOnTheWire()])
      expect(JSON.parse(JSON.stringify(parseRouteDecision(route)))).toEqual(route);
  });

  it.each([
    ['repository', { repository: null }],
    ['repository', { repository: [] }],
    ['template', { template: null }],
    ['question', { verdict: 'needs_info', question: null }],
    ['question', { question: { text: 'an object' } }],
    ['verdict', { verdict: 'maybe' }],
    ['attempt', { attempt: 0 }],
    ['confidence', { confidence: 1.01 }],
    ['confidence', { confidence: 'high' }],
    ['autonomy', { autonomy: 'merge' }],
    ['decidedBy.kind', { decidedBy: { kind: 'ticket' } }],
    ['checks', { checks: [null] }],
    ['limits', { limits: [] }],
    ['mcp.0.name', { mcp: [{ name: 'No-Name', command: ['a'] }] }],
    ['mcp.0.command', { mcp: [{ name: 'a' }] }],
    ['mcp.0.command', { mcp: [{ name: 'a', command: [] }] }],
    ['limits.costUsd', { limits: { costUsd: -1, minutes: 1, modelCalls: 1 } }],
    ['limits.modelCalls', { limits: { costUsd: 1, minutes: 1, modelCalls: 1.5 } }],
    ['models.reviewer', { models: { coder: 'x' } }],
  ])('names %s in %j', (field, fields) => {
    expect(badFields(routeOnTheWire(fields))).toContain(field);
  });
});
