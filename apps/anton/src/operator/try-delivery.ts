import { parseAgentTask, parseTaskSignal } from '@anton/contracts';
import type { Intake, WebhookSource } from '@anton/webhooks';
import { withSource } from './sending-source';
import type { Variables } from './variables';

/** A delivery that is read here and sent nowhere. */
export interface DeliveryToTry {
  readonly source: string;
  readonly rawBody: Buffer;
  readonly variables: Variables;
  /** Default JSON. */
  readonly contentType?: string | undefined;
}

/** What Anton would make of it now, and what its sender could tell and does not. */
export interface TriedDelivery {
  readonly intake: Intake;
  readonly missing: readonly string[];
}

function readBody(rawBody: Buffer, contentType: string): unknown {
  const text = rawBody.toString('utf8');
  return contentType.startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(text))
    : (JSON.parse(text) as unknown);
}

function tried(source: WebhookSource, rawBody: Buffer, contentType: string): TriedDelivery {
  let body: unknown;
  try {
    body = readBody(rawBody, contentType);
  } catch {
    return { intake: { kind: 'parked', reason: 'the body is not JSON' }, missing: [] };
  }
  const delivery = { rawBody, body, headers: { 'content-type': contentType }, receivedAt: new Date() };
  const intake = source.interpret(delivery);
  if (intake.kind === 'task') parseAgentTask(intake.task);
  if (intake.kind === 'signal') parseTaskSignal(intake.signal);
  return { intake, missing: source.missingFrom(delivery) };
}

/**
 * Reads a delivery as the ingester would. Needs no secret and no running Anton.
 * @throws UnknownNameError, CatalogError, InvalidContractError when the source makes an invalid task of it
 */
export function tryDelivery(delivery: DeliveryToTry): Promise<TriedDelivery> {
  const { source, rawBody, variables, contentType = 'application/json' } = delivery;
  return withSource(source, variables, (reader) => tried(reader, rawBody, contentType));
}
