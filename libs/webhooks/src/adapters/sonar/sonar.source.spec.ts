import { describe, expect, it } from 'vitest';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  SampleSettings,
  webhookSourceContract,
} from '@anton/testing/webhook-sources';
import { parseTaskSignal } from '@anton/contracts';
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

  it('tells that the gate of a watched branch is good again, analysis by analysis', () => {
    const passed = (changes: object = {}) => {
      const intake = interpreted(source, { ...(sampleDelivery('sonar/gate-passed') as object), ...changes });
      if (intake.kind !== 'signal') throw new Error(JSON.stringify(intake));
      return parseTaskSignal(JSON.parse(JSON.stringify(intake.signal)));
    };
    expect(passed()).toMatchObject({
      kind: 'recovered',
      source: 'SONAR',
      correlationKey: taskOf('gate-failed.main').correlationKey,
      reason: 'the quality gate of branch main is good',
    });
    expect(passed({ taskId: 'another' }).signalId).not.toBe(passed().signalId);
    expect(passed().signalId).toBe(passed().signalId);
  });

  it.each([
    ['another branch', { branch: { name: 'feature', type: 'BRANCH', isMain: false } }],
    ['a pull request', { branch: { name: '7', type: 'PULL_REQUEST', isMain: false } }],
    ['an analysis that failed', { status: 'FAILED' }],
    ['a gate that was not judged', { qualityGate: undefined }],
  ])('tells nothing by %s', (_what, changes) => {
    const body = { ...(sampleDelivery('sonar/gate-passed') as object), ...changes };
    expect(interpreted(source, body).kind).toBe('ignored');
  });

  it('leaves its own branches alone, watched or not', () => {
    const name = 'fix/sonar-acme-cart-k3v9q2m7xa';
    const eager = new SonarSource(
      new SampleSettings({ sonar: { trigger: { gate: ['ERROR'], branches: [name, 'fix/x'] } } }),
    );
    const of = (branch: string) =>
      interpreted(eager, {
        ...(sampleDelivery('sonar/gate-failed.main') as object),
        branch: { name: branch, type: 'BRANCH', isMain: false },
      });
    expect(of(name)).toMatchObject({ kind: 'ignored', cause: 'own_change' });
    expect(of('fix/x').kind).toBe('task');
  });

  it('has the priority of its settings', () => {
    const urgent = new SonarSource(new SampleSettings({ sonar: { priority: 'P1' } }));
    expect(interpreted(urgent, sampleDelivery('sonar/gate-failed.main'))).toMatchObject({
      task: { priority: 'P1' },
    });
  });

  it('takes the secret itself only where the settings say so', () => {
    const rawBody = Buffer.from('{}');
    const headers = { authorization: `Basic ${Buffer.from('sonar:own').toString('base64')}` };
    const delivery = { rawBody, headers, receivedAt: new Date() };
    const inClear = new SonarSource(new SampleSettings({ sonar: { auth: 'token' } }));
    expect([inClear.secretInClear, inClear.authenticate(delivery, ['own'])]).toEqual([true, true]);
    expect([source.secretInClear, source.authenticate(delivery, ['own'])]).toEqual([false, false]);
    const signed = { ...delivery, headers: source.sign(rawBody, 'shared') };
    expect(inClear.authenticate(signed, ['own'], ['shared'])).toBe(true);
  });
});
