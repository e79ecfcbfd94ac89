/** Tells the coder that its budget or its time runs out. `reason` is the sentence of `Budget.warning`. */
export function wrapUpMessage(reason: string): string {
  return `Budget: ${reason}. Wrap up now: bring the change into a state that passes run_tests, start nothing new, and call finish. If the cause cannot be removed any more, finish with what you know.`;
}
