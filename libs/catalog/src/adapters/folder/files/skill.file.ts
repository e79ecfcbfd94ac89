import { z } from 'zod';
import { name, text } from './names';

/** The front matter of skills/NAME/SKILL.md (https://agentskills.io/specification); other fields are left alone. */
export const skillFrontMatter = z.looseObject({
  name: name.describe('as the folder'),
  description: text.max(1024).describe('what the router reads'),
});
