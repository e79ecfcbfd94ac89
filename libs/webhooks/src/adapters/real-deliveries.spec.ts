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
});
