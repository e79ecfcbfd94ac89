import { describe, expect, it } from 'vitest';
import { interpreted, sampleDelivery, SampleSettings } from '@anton/testing/webhook-sources';
import { stackTraceIn } from './datadog-text';
import { DatadogSource } from './datadog.source';

const source = new DatadogSource(new SampleSettings());

describe('DatadogSource and the priority', () => {
  const priorityOf = (changes: object, priorities?: Record<string, string>) => {
    const subject =
      priorities === undefined ? source : new DatadogSource(new SampleSettings({ datadog: { priorities } }));
    const intake = interpreted(subject, { alert_transition: 'Triggered', id: '1', title: 'x', ...changes });
    if (intake.kind !== 'task') throw new Error(JSON.stringify(intake));
    return [intake.task.priority, intake.task.evidence.attributes?.['prioritised']?.[0]];
  };

  it.each([
    [{ alert_priority: 'P4', title: '[P1] x', alert_type: 'error' }, ['P4', 'priority of the alert']],
    [
      { alert_priority: '$ALERT_PRIORITY', title: '[P1] x', alert_type: 'error' },
      ['P1', 'priority in the title'],
    ],
    [{ alert_type: 'Error' }, ['P2', 'alert type Error']],
    [{ alert_type: 'constructor' }, ['P3', 'no known priority']],
    [{ priority: 'low' }, ['P3', 'no known priority']],
  ])('says of %j why', (changes, expected) => {
    expect(priorityOf(changes)).toEqual(expected);
  });

  it('has a table of its own', () => {
    expect(priorityOf({ alert_type: 'error' }, { error: 'P1' })).toEqual(['P1', 'alert type error']);
  });
});

describe('DatadogSource and its template', () => {
  const missing = (body: object) =>
    source.missingFrom({
      body,
      rawBody: Buffer.from(JSON.stringify(body)),
      headers: {},
      receivedAt: new Date(),
    });

  it('misses nothing in the recommended one', () => {
    expect(missing(sampleDelivery('datadog/triggered.recommended-template') as object)).toEqual([]);
  });

  it('says what the default payload lacks, and what was not expanded', () => {
    const lacking = missing(sampleDelivery('datadog/default-payload') as object).join('\n');
    expect(lacking).toMatch(/\$ALERT_TRANSITION .*guessed/);
    expect(lacking).toMatch(/\$TAGS /);
    expect(missing({ alert_cycle_key: '$ALERT_CYCLE_KEY' }).join('\n')).toContain('$ALERT_CYCLE_KEY');
  });
});

describe('stackTraceIn', () => {
  it.each([
    ['java.lang.NullPointerException\n\tat com.acme.Cart.total(Cart.java:42)\nok', 'Cart.java:42)'],
    ['TypeError: x\n    at total (/srv/cart.js:1:2)', 'cart.js:1:2)'],
    ['Traceback\n  File "/srv/cart.py", line 3, in total', 'line 3, in total'],
    ['panic: x\nmain.total(cart.go:12)', 'cart.go:12)'],
  ])('finds the frames of %j', (text, end) => {
    expect(stackTraceIn(text)?.endsWith(end)).toBe(true);
  });

  it('takes prose for prose', () => {
    expect(stackTraceIn('Too many errors\nat least five of them')).toBeNull();
  });
});
