import { describe, expect, it } from 'vitest';
import { laneOf } from './lane';

describe('laneOf', () => {
  it.each([
    ['task.jira.p1', 'urgent'],
    ['task.jira.p2', 'urgent'],
    ['task.generic.payments.p2', 'urgent'],
    ['signal.datadog.recovered', 'urgent'],
    ['task.jira.p3', 'normal'],
    ['task.jira.p5', 'normal'],
    ['task.p1.p4', 'normal'],
    ['task.jira.p12', 'normal'],
    ['task.signal.p3', 'normal'],
    ['', 'normal'],
  ])('%j is %s', (routingKey, lane) => {
    expect(laneOf(routingKey)).toBe(lane);
  });
});
