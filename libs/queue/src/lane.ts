/** `urgent` messages overtake a backlog of `normal` ones. */
export const LANES = ['urgent', 'normal'] as const;
export type Lane = (typeof LANES)[number];

const URGENT = /^signal\.|\.p[12]$/;

/** The lane of a routing key (architecture 5.3): P1 and P2 tasks and every signal are urgent. */
export function laneOf(routingKey: string): Lane {
  return URGENT.test(routingKey) ? 'urgent' : 'normal';
}
