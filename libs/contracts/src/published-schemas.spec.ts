import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { isAntonError } from './errors/anton.error';
import { failureOnTheWire, reportOnTheWire } from './report/report.fixture';
import { parseRunReport } from './report/run-report';
import { questionOnTheWire, routeOnTheWire } from './route/route.fixture';
import { parseRouteDecision } from './route/route-decision';
import { signalOnTheWire } from './signal/signal.fixture';
import { parseTaskSignal } from './signal/task-signal';
import { parseAgentTask } from './task/agent-task';
import { taskOnTheWire } from './task/task.fixture';

function published(id: string): ValidateFunction {
  const file = new URL(`../../../docs/schemas/${id}.json`, import.meta.url);
  const ajv = new Ajv2020({ formats: { 'date-time': true, uri: true }, strictTypes: false });
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
}

function accepts(parse: (value: unknown) => unknown, value: unknown): boolean {
  try {
    parse(value);
    return true;
  } catch (error) {
    if (isAntonError(error)) return false;
    throw error;
  }
}

const without = (body: Record<string, unknown>, field: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));

/** Each field left out, and each replaced by null, by a list and by a number. */
function* variants(body: Record<string, unknown>): Generator<readonly [string, unknown]> {
  for (const field of Object.keys(body)) {
    yield [`no ${field}`, without(body, field)];
    for (const value of [null, [], 7])
      yield [`${field}: ${JSON.stringify(value)}`, { ...body, [field]: value }];
  }
}

const contracts = [
  { id: 'anton.task.v1', parse: parseAgentTask, bodies: [taskOnTheWire()] },
  { id: 'anton.signal.v1', parse: parseTaskSignal, bodies: [signalOnTheWire()] },
  { id: 'anton.route.v1', parse: parseRouteDecision, bodies: [routeOnTheWire(), questionOnTheWire()] },
  { id: 'anton.report.v1', parse: parseRunReport, bodies: [reportOnTheWire(), failureOnTheWire()] },
];

describe.each(contracts)('docs/schemas/$id.json', ({ id, parse, bodies }) => {
  const validate = published(id);

  it('accepts what Anton itself writes', () => {
    for (const body of bodies) {
      validate(body);
      expect(validate.errors).toBeNull();
    }
  });

  it.each(bodies.flatMap((body) => [...variants(body)]))('agrees with the code about %s', (_what, body) => {
    expect(validate(body)).toBe(accepts(parse, body));
  });

  it('is complete in itself and says what it is for', () => {
    const schema = validate.schema as { description?: string; title?: string };
    expect(schema.title).toBe(id);
    expect(schema.description?.length).toBeGreaterThan(20);
    expect(JSON.stringify(schema)).not.toMatch(/"\$ref":"(?!#\/\$defs\/)/);
  });
});
