import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { currentLogFields } from './log-context';
import type { Redactor } from './redactor';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How the log is written. `destination` defaults to standard output. */
export interface JsonLoggerOptions {
  readonly app: string;
  readonly level: LogLevel;
  readonly redactor: Redactor;
  readonly destination?: DestinationStream;
}

/** Nest's logger as JSON lines (pino). Every line passes the redactor as a whole, at the writer. */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(options: JsonLoggerOptions) {
    const out = options.destination ?? process.stdout;
    this.pino = pino(
      {
        level: options.level,
        base: { app: options.app },
        timestamp: pino.stdTimeFunctions.isoTime,
        messageKey: 'message',
        formatters: { level: (label) => ({ level: label }) },
        mixin: () => ({ ...currentLogFields() }),
      },
      { write: (line: string) => void out.write(options.redactor.redact(line)) },
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest passes the context as the last string, and for errors the stack before it. */
  private write(level: Exclude<LogLevel, 'silent'>, message: unknown, rest: readonly unknown[]): void {
    const context = rest.findLast((item) => typeof item === 'string');
    const stack = rest.find((item) => typeof item === 'string' && item !== context);
    const fields =
      typeof message === 'object' && message !== null && !(message instanceof Error) ? message : {};
    const text =
      message instanceof Error ? message.message : typeof message === 'string' ? message : undefined;
    const error = message instanceof Error ? message : rest.find((item) => item instanceof Error);
    this.pino[level]({ ...fields, context, stack, err: error }, text);
  }
}
