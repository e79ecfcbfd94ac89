import type { Delivery, DeliveryHandler, DeliveryOutcome } from '../../task-queue.port';

/** What a handler makes of a delivery; one that throws asks for another attempt. */
export async function outcomeOf(handler: DeliveryHandler, delivery: Delivery): Promise<DeliveryOutcome> {
  try {
    return await handler(delivery);
  } catch (error) {
    const failure = { code: 'handler_threw', message: String(error), category: 'transient' } as const;
    return { kind: 'retry', failure };
  }
}
