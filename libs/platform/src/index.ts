export { BadEnvironmentError, type EnvironmentProblem } from './environment/bad-environment.error';
export { readEnvironment } from './environment/read-environment';
export { JsonLogger, LOG_LEVELS, type JsonLoggerOptions, type LogLevel } from './logging/json-logger';
export { currentLogFields, traceIdOf, withLogFields, type LogFields } from './logging/log-context';
export { REDACTED, Redactor } from './logging/redactor';
export {
  createNamedDecorator,
  type NamedDecorator,
  type NamedRegistration,
} from './registry/named.decorator';
export { NamedRegistry, type NamedEntry } from './registry/named-registry';
export { DuplicateNameError, UnknownNameError } from './registry/registry.errors';
