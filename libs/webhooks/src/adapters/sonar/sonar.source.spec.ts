import { describe, expect, it } from 'vitest';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  SampleSettings,
  webhookSourceContract,
} from '@anton/testing';
import { SonarSource } from './sonar.source';

const make = (): SonarSource => new SonarSource(new SampleSettings());
const source = make();
const taskOf = (name: string) => {
  const intake = interpreted(source, sampleDelivery(`sonar/${name}`));
  if (intake.kind !== 'task') throw new Error(`${name}: ${JSON.stringify(intake)}`);
  return intake.task;
};

webhookSourceContract('SonarSource', make, [
  sampleDelivery('sonar/gate-failed.main'),
  ...readDeliveries('test/deliveries/sonar').map(({ body }) => body),
]);

describe('SonarSource', () => {
  it('makes a task of a failed gate, with the conditions that failed', () => {
    expect(taskOf('gate-failed.main')).toMatchObject({
      source: 'SONAR',
      externalId: 'acme_cart',
      title: 'Quality gate failed on Cart: new_reliability_rating, new_bugs',
      evidence: { attributes: { project: ['acme_cart'], branch: ['main'], revision: ['0a1b2c'] } },
      occurredAt: '2026-03-01T10:00:00.000Z',
    });
    expect(taskOf('gate-failed.main').description).toContain('| new_bugs | none | 0 |');
  });

  it.each(['gate-failed.master-is-main', 'gate-failed.community-edition', 'gate-failed.without-task'])(
    'makes a task of %s',
    (name) => {
      expect(taskOf(name).source).toBe('SONAR');
    },
  );

  it('makes another task of another analysis, and correlates both', () => {
    const [first, second] = [taskOf('gate-failed.main'), taskOf('gate-failed.without-task')];
    expect(first.taskId).not.toBe(second.taskId);
    expect(first.correlationKey).toBe(second.correlationKey);
  });

  it.each(['gate-failed.feature-branch', 'gate-failed.pull-request', 'analysis-failed'])(
    'ignores %s',
    (name) => {
      expect(interpreted(source, sampleDelivery(`sonar/${name}`)).kind).toBe('ignored');
    },
  );

  it.each([
    [{ type: 'BRANCH', isMain: true }, 'task'],
    [{ type: 'BRANCH' }, 'task'],
    [null, 'task'],
    [{ type: 'SHORT', isMain: false }, 'ignored'],
    [{ name: 'feature', type: 'LONG' }, 'ignored'],
  ])('takes branch %j for the main one or not: %s', (branch, kind) => {
    const body = { status: 'SUCCESS', project: { key: 'cart' }, qualityGate: { status: 'ERROR' }, branch };
    expect(interpreted(source, body).kind).toBe(kind);
  });
});
