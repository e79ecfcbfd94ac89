import { PRIORITIES, type Priority } from '@anton/contracts';

/** A priority, and what it was taken from, in a few words for people. */
export interface ChosenPriority {
  readonly priority: Priority;
  readonly because: string;
}

/** P1 to P5 as a text, else undefined. */
export function asPriority(text: string | undefined): Priority | undefined {
  return PRIORITIES.find((priority) => priority === text);
}

/** What a table of the settings says of a sender's word; its own entries only. */
export function tabledPriority(
  table: Readonly<Record<string, string>>,
  word: string | undefined,
): Priority | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? asPriority(table[word]) : undefined;
}
