import matter from 'gray-matter';
import { parse } from 'yaml';
import type { LoopSkill } from '@anton/agent';

/** Every language but YAML is read as nothing: some of gray-matter's own run code. */
const NOTHING = { parse: () => ({}) };
const yaml = {
  parse: (text: string): object => {
    const value: unknown = parse(text, { logLevel: 'error' });
    return typeof value === 'object' && value !== null ? value : {};
  },
};
const ENGINES = { yaml, json: NOTHING, javascript: NOTHING };

/** A skill of the run's context, in the form of the catalog's SKILL.md. Without a front matter it has no description. */
export function parseSkill(name: string, text: string): LoopSkill {
  try {
    const { data, content } = matter(text, { engines: ENGINES });
    const description: unknown = data['description'];
    return {
      name,
      description: typeof description === 'string' ? description : '',
      body: content.trim(),
    };
  } catch {
    return { name, description: '', body: text };
  }
}
