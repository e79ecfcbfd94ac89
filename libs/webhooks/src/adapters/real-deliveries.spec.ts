import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAgentTask } from '@anton/contracts';
import { readDeliveries, SampleSettings } from '@anton/testing';
import { DatadogSource } from './datadog/datadog.source';
import { JiraSource } from './jira/jira.source';
import { SonarSource } from './sonar/sonar.source';

const folder = process.env['ANTON_DELIVERIES_DIR'];
const settings = new SampleSettings();
const sources = {
  jira: new JiraSource(settings),
  datadog: new DatadogSource(settings),
  sonar: new SonarSource(settings),
};

/** One entry of hmac-vectors.json. */
interface HmacVector {
  readonly id: string;
  readonly scheme: string;
  readonly secret: string;
  readonly body: string;
  readonly header: Readonly<Record<string, string>>;
}

function jiraVectors(from: string): HmacVector[] {
  const { vectors } = JSON.parse(readFileSync(join(from, 'hmac-vectors.json'), 'utf8')) as {
    readonly vectors: readonly HmacVector[];
  };
  return vectors.filter(({ scheme }) => scheme === 'jira');
}

describe.skipIf(folder === undefined)('real deliveries (skipped without ANTON_DELIVERIES_DIR)', () => {
  for (const [name, source] of Object.entries(sources)) {
    const deliveries = folder === undefined ? [] : readDeliveries(join(folder, name));
    it.each(deliveries.map((delivery) => [delivery.name, delivery] as const))(
      `${name}/%s is a task or a typed ignore`,
      (_name, { rawBody, body }) => {
        const intake = source.interpret({ rawBody, body, headers: {}, receivedAt: new Date() });
        expect(['task', 'ignored']).toContain(intake.kind);
        if (intake.kind === 'task') parseAgentTask(JSON.parse(JSON.stringify(intake.task)));
      },
    );
  }

  it('verifies the published vectors of Jira, and none of them changed', () => {
    const vectors = jiraVectors(folder ?? '');
    expect(vectors).not.toHaveLength(0);
    for (const { secret, body, header } of vectors) {
      const headers = Object.fromEntries(
        Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const accepts = (text: string) =>
        sources.jira.authenticate({ rawBody: Buffer.from(text), headers, receivedAt: new Date() }, [secret]);
      expect(accepts(body)).toBe(true);
      expect(accepts(`${body}\n`)).toBe(false);
    }
  });
});
