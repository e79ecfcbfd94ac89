import { LANES, type Lane } from '../../lane';
import type { HeldMessage } from './consumer-session';
import { returnsOf } from './message-properties';

/** From so many returns on, a message may be the one that kills its consumers. */
const SUSPICIOUS_RETURNS = 3;

/** Whether a message came back so often that it is handled with care. */
export function isSuspect({ message }: HeldMessage): boolean {
  return returnsOf(message) >= SUSPICIOUS_RETURNS;
}

/**
 * Takes the message to begin next out of `waiting`: urgent ones first, oldest first. RabbitMQ counts a death for every
 * message that the consumer held, so suspects are begun one at a time and in random order: the innocent ones among them
 * are done before the limit, and only the one that kills reaches it.
 */
export function takeNext(
  waiting: Readonly<Record<Lane, HeldMessage[]>>,
  isSuspectRunning: boolean,
): HeldMessage | undefined {
  for (const lane of LANES) {
    const messages = waiting[lane];
    const open = messages.filter((held) => !isSuspectRunning || !isSuspect(held));
    const suspects = open.filter(isSuspect);
    const [first] = open;
    if (first === undefined) continue;
    const next = isSuspect(first) ? suspects[Math.floor(Math.random() * suspects.length)] : first;
    if (next === undefined) continue;
    messages.splice(messages.indexOf(next), 1);
    return next;
  }
  return undefined;
}
