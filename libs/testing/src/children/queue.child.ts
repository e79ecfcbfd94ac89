import type { Delivery, DeliveryOutcome, TaskQueue } from '@anton/queue';

/**
 * `publish` for ever, printing each id when it is durable; `hold` what it takes; `drain`: take and acknowledge;
 * `review`: print dead letters, remove the first and hold the next.
 */
export interface QueueChildOptions {
  readonly role: 'publish' | 'hold' | 'drain' | 'review';
}

/** Long enough for another process to come to its turn. */
const WORK_MS = 5;

const print = (line: string) => process.stdout.write(`${line}\n`);
const never = new Promise<DeliveryOutcome>(() => undefined);

async function publish(queue: TaskQueue): Promise<void> {
  for (let number = 0; ; number += 1) {
    const id = `killed-${number}`;
    await queue.publish({ id, routingKey: 'task.test.p3', body: JSON.stringify({ id }) });
    print(id);
  }
}

async function review(queue: TaskQueue): Promise<void> {
  let seen = 0;
  await queue.reviewDeadLetters(async ({ id }) => {
    print(id);
    seen += 1;
    return seen === 1 ? 'remove' : new Promise<never>(() => undefined);
  }, 10);
}

/** Works on the queue until it is killed; a consumer prints `ready`, then the id of each delivery. */
export async function main(queue: TaskQueue, { role }: QueueChildOptions): Promise<void> {
  if (role === 'publish') return publish(queue);
  if (role === 'review') return review(queue);
  const handler = async ({ id }: Delivery): Promise<DeliveryOutcome> => {
    print(id);
    if (role === 'hold') return never;
    await new Promise((resolve) => setTimeout(resolve, WORK_MS));
    return { kind: 'ack' };
  };
  await queue.consume(handler, { prefetch: 2 });
  print('ready');
}
