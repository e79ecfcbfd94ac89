import { variable } from '../environment/variables';

/** The variable of every application that can be traced. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: variable.url(
    'OpenTelemetry collector that gets the traces by OTLP/HTTP, e.g. http://collector:4318; unset: nothing is traced',
  ),
};
