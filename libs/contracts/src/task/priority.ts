/** Priorities of a task, most urgent first. P1 and P2 travel in the urgent lane. */
export const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** True for the priorities that must overtake a backlog (architecture 5.3). */
export function isUrgent(priority: Priority): boolean {
  return priority === 'P1' || priority === 'P2';
}
