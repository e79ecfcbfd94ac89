import { z } from 'zod';
import { ledgerVariables } from '@anton/ledger';
import { BadEnvironmentError, readEnvironment, tracingVariables, variable } from '@anton/platform';
import { queueVariables } from '@anton/queue';
import { antonEnvironment } from '../anton.env';
import type { Variables } from '../operator/variables';

const schemaFor = (variables: Variables) =>
  z.object({
    ...antonEnvironment.pick({ ANTON_DATA_DIR: true }).shape,
    ...ledgerVariables,
    ...queueVariables(variables['BROKER_URI'] || variables['BROKER_URI_FILE'] ? 'rabbitmq' : 'embedded'),
    ...tracingVariables,
    ANTON_EXECUTOR: z.enum(['process', 'kubernetes']).default('process'),
    ANTON_RUNNER_IMAGE: variable.optional('image of the runner'),
    ANTON_NAMESPACE: variable.withDefault('agents', 'namespace of the Jobs'),
  });

/** What names the services around Anton, for one process and for the orchestrator alike. */
export type ServiceEnvironment = z.infer<ReturnType<typeof schemaFor>>;

/** Null when one of these variables cannot be read, which another check says. */
export function readServiceEnvironment(variables: Variables): ServiceEnvironment | null {
  try {
    return readEnvironment(schemaFor(variables), variables);
  } catch (error) {
    if (error instanceof BadEnvironmentError) return null;
    throw error;
  }
}
