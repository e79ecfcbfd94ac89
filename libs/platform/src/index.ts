export { BadEnvironmentError, type EnvironmentProblem } from './environment/bad-environment.error';
export { DataInCatalogError, makeDataFolder } from './environment/data-folder';
export { readDotenv } from './environment/dotenv';
export { readEnvironment, readVariable } from './environment/read-environment';
export { variable } from './environment/variables';
export {
  defineExtension,
  EXTENDED_APPS,
  type AntonExtension,
  type ExtendedApp,
  type ExtensionModule,
} from './extensions/anton-extension';
export { ExtensionError } from './extensions/extension.error';
export { loadExtensions } from './extensions/load-extensions';
export { HealthModule } from './health/health.module';
export { CachedReading, type CachedReadingOptions } from './health/cached-reading';
export { listenForHealth, type Routing } from './health/health-port';
export {
  HealthProbe,
  HealthProbeProvider,
  HealthProbeRegistry,
  type ProbeResult,
} from './health/health-probe.port';
export { JsonLogger, LOG_LEVELS, type JsonLoggerOptions, type LogLevel } from './logging/json-logger';
export { currentLogFields, traceIdOf, withLogFields, type LogFields } from './logging/log-context';
export { REDACTED, Redactor } from './logging/redactor';
export { redactedCopy } from './logging/redacted-copy';
export { BucketCounts } from './metrics/bucket-counts';
export { MetricsModule } from './metrics/metrics.module';
export { MetricsRegistry } from './metrics/metrics-registry';
export {
  scrapedCounter,
  scrapedGauge,
  scrapedHistogram,
  type ScrapedMetric,
  type Series,
  type SeriesLabels,
} from './metrics/scraped-metrics';
export { certificateBundle } from './process/certificate-bundle';
export { heapFlags } from './process/heap-flags';
export { entryFile, installationFolder } from './process/installation';
export { bundledNode, isSupportedNode, MINIMUM_NODE } from './process/node-version';
export { isDeadOwner, newProcessOwner } from './process/process-owner';
export { isSecretName } from './process/secret-handover';
export { secretValues } from './process/secret-values';
export { TOOL_HOMES } from './process/tool-homes';
export {
  createNamedDecorator,
  type NamedDecorator,
  type NamedRegistration,
} from './registry/named.decorator';
export { NamedRegistry, type NamedEntry } from './registry/named-registry';
export { DuplicateNameError, UnknownNameError } from './registry/registry.errors';
export { traceContextOf } from './tracing/traceparent';
export type { FinishedSpan, Span, SpanAttributes, SpanStart } from './tracing/tracer.port';
export {
  isTracing,
  recordSpan,
  startTracing,
  withSpan,
  type Tracing,
  type TracingOptions,
} from './tracing/tracing';
export { tracingVariables } from './tracing/tracing-variables';
export { boundedText } from './untrusted/bounded-text';
export { escapeTag, untrusted, untrustedCode } from './untrusted/untrusted';
export { isGitName } from './untrusted/git-name';
export { revealInvisible, visibleText } from './untrusted/visible-text';
export { reportFailure, runApplication, untilStopped, type Running } from './process/run-application';
