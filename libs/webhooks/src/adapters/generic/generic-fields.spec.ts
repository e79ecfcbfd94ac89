import { describe, expect, it } from 'vitest';
import { interpreted, sampleGenericSource } from '@anton/testing/webhook-sources';
import type { GenericSourceSettings } from '@anton/contracts';
import { GenericSource } from './generic.source';

describe('GenericSource and its fields', () => {
  const taskOf = (body: object, changes: Partial<GenericSourceSettings> = {}) => {
    const source = new GenericSource(
      'x',
      sampleGenericSource({ priority: 'P4', labels: '/labels', ...changes }),
    );
    const intake = interpreted(source, { id: 1, title: 'x', ...body });
    if (intake.kind !== 'task') throw new Error(JSON.stringify(intake));
    return intake.task;
  };
  const priorities = { pointer: '/p', table: { 1: 'P1', true: 'P2' } };

  it.each([
    [{ p: 1 }, 'P1'],
    [{ p: '1' }, 'P1'],
    [{ p: true }, 'P2'],
    [{ p: 'P5' }, 'P5'],
    [{ p: 'toString' }, 'P4'],
    [{ p: ['1'] }, 'P4'],
    [{}, 'P4'],
  ])('has for %j the priority %s', (body, priority) => {
    expect(taskOf(body, { priorities }).priority).toBe(priority);
  });

  it.each([
    ['a, b,,c', ['a', 'b', 'c']],
    [
      ['a', 1, null, { name: 'n' }, { title: 't' }, {}, ['x']],
      ['a', '1', 'n', 't'],
    ],
    [7, ['7']],
    [{ a: 1 }, []],
    [Array(300).fill('x'), Array(200).fill('x')],
  ])('reads the labels %j', (labels, expected) => {
    expect(taskOf({ labels }).labels).toEqual(expected);
  });

  it('has a title and a description whatever is there', () => {
    expect(taskOf({ title: '\u0000' })).toMatchObject({ title: 'x 1' });
    expect(taskOf({ title: { a: 1 }, message: { a: '```' } })).toMatchObject({
      title: 'x 1',
      description: '````json\n{\n  "a": "```"\n}\n````',
    });
    expect(taskOf({}, { description: undefined }).description).toBe('');
  });

  it('takes no address but one of the web', () => {
    expect(taskOf({ u: 'javascript:alert(1)' }, { url: '/u' }).externalUrl).toBeNull();
  });

  it.each([
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
    [1_772_359_200, '2026-03-01T10:00:00.000Z'],
    ['1772359200000', '2026-03-01T10:00:00.000Z'],
    ['soon', '2026-03-01T10:05:00.000Z'],
  ])('reads the time %j', (at, occurredAt) => {
    expect(taskOf({ at }, { occurredAt: '/at' }).occurredAt).toBe(occurredAt);
  });
});
