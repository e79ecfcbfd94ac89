import type { LoopSkill } from '../loop/loop-skill';
import { areSkillsShown, skillText } from '../prompt/skills.text';
import { AgentTool, type NamedTool, type ToolResult } from './agent-tool.port';
import { textOf } from './input-of';
import { answer, refusal } from './tool-answer';

/** What no registered tool may be called, whether a run has skills or not. */
export const SKILL_TOOL = 'skill';

/** Loads one skill of the run. Its definition names none of them: it is the same in every run that has skills. */
class SkillTool extends AgentTool {
  readonly description = 'Load a skill that the first message lists.';
  readonly effect = 'read';
  readonly inputSchema = {
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
    additionalProperties: false,
  };

  constructor(private readonly skills: readonly LoopSkill[]) {
    super();
  }

  execute(input: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    const skill = this.skills.find(({ name }) => name === textOf(input, 'name'));
    const names = this.skills.map(({ name }) => name).join(', ');
    return Promise.resolve(
      skill === undefined
        ? refusal(`There is no such skill; there are: ${names}.`)
        : answer(skillText(skill)),
    );
  }
}

/** The tool that loads skills, for a run whose skills are not in its first message. */
export function skillTools(skills: readonly LoopSkill[]): NamedTool[] {
  return areSkillsShown(skills) ? [] : [{ name: SKILL_TOOL, tool: new SkillTool(skills) }];
}
