/** One skill chosen for the run; `body` is Markdown. */
export interface LoopSkill {
  readonly name: string;
  /** One line: what it is about. */
  readonly description: string;
  readonly body: string;
}
