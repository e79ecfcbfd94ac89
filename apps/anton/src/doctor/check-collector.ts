import { good, warning, type Finding } from './finding';

const TIMEOUT_MS = 5_000;

/** Whether the collector of OTEL_EXPORTER_OTLP_ENDPOINT takes traces: it is sent none. */
export async function checkCollector(endpoint: string): Promise<Finding> {
  try {
    const response = await fetch(`${endpoint.replace(/\/+$/, '')}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"resourceSpans":[]}',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return good('collector', 'takes traces');
    return warning(
      'collector',
      `answers /v1/traces with ${response.status}: traces are lost, tasks are not`,
      'Let OTEL_EXPORTER_OTLP_ENDPOINT name its OTLP/HTTP port (4318), without /v1/traces.',
    );
  } catch {
    return warning(
      'collector',
      'cannot be reached: traces are lost, tasks are not',
      'Start the collector, or correct or unset OTEL_EXPORTER_OTLP_ENDPOINT.',
    );
  }
}
