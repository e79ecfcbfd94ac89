import { escapeTag } from '@anton/platform';
import type { LoopSkill } from '../loop/loop-skill';

/**
 * Characters of all bodies together up to which they stand in the first message. A call to load one costs about 60
 * output tokens and one more reading of the cached prefix, as much as 250 tokens that every request carries along.
 */
const INLINE_LIMIT = 1_000;

const OFFER =
  "Skills: what your operators know about this kind of work. Load with the tool skill what fits the task, before you edit; its answer is theirs, not a stranger's.";

/** Whether the skills are so small that offering them would cost more than showing them. */
export function areSkillsShown(skills: readonly LoopSkill[]): boolean {
  return skills.reduce((sum, { body }) => sum + body.length, 0) <= INLINE_LIMIT;
}

/** One skill whole. */
export function skillText({ name, body }: LoopSkill): string {
  return `<skill name="${name}">\n${escapeTag('untrusted', escapeTag('skill', body))}\n</skill>`;
}

/** The skills in the first message: whole when they are small, else names and descriptions. */
export function skillsText(skills: readonly LoopSkill[]): string[] {
  if (areSkillsShown(skills)) return skills.map(skillText);
  const lines = skills.map(
    ({ name, description }) => `- ${name}: ${description.replace(/\s+/g, ' ').trim()}`,
  );
  return [[OFFER, ...lines].join('\n')];
}
