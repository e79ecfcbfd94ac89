/** The fifth generation and later, and of the fourth Opus 4.6, Sonnet 4.6 and what came after them. */
const ADAPTIVE = /^claude-(?:[a-z]+-(?:[5-9]|\d\d)|(?:opus|sonnet)-4-[6-9]|mythos-preview)(?:-|$)/;

/** Whether a Claude thinks adaptively and takes an effort; older models answer 400 to both parameters. */
export function takesEffort(model: string): boolean {
  return ADAPTIVE.test(model);
}
