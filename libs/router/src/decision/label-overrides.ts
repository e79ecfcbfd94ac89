import { COMPLEXITIES, type AgentTask, type Complexity } from '@anton/contracts';
import type { CatalogRepository } from '@anton/catalog';
import type { RouterAnswer } from './router-answer';

/** What labels of the task ask for; nothing that the repository's policy does not allow anyway. */
export interface LabelOverrides {
  readonly template?: string;
  readonly complexity?: Complexity;
  /** Asks for less autonomy; no label gives more. */
  readonly isDraft: boolean;
  /** The labels that are obeyed, for the operator. */
  readonly labels: readonly string[];
}

const NONE: LabelOverrides = { isDraft: false, labels: [] };
const LABEL = /^anton:(template|complexity|autonomy)=([a-z0-9_-]{1,64})$/;

const isComplexity = (text: string): text is Complexity => (COMPLEXITIES as readonly string[]).includes(text);

/**
 * The labels `anton:template=NAME`, `anton:complexity=small|medium|large` and `anton:autonomy=draft` of a task that came
 * from somebody whom the repository's policy names (`overridesBy`); of anybody else none. A value that the repository does
 * not offer counts as no label; of two labels for one thing the first counts.
 */
export function labelOverrides(task: AgentTask, { policy, templates }: CatalogRepository): LabelOverrides {
  if (task.requestedBy === null || !policy.overridesBy.includes(task.requestedBy)) return NONE;
  return task.labels.reduce<LabelOverrides>((known, label) => {
    const [, name, value = ''] = LABEL.exec(label) ?? [];
    const labels = [...known.labels, label];
    if (name === 'template' && known.template === undefined && templates.includes(value))
      return { ...known, template: value, labels };
    if (name === 'complexity' && known.complexity === undefined && isComplexity(value))
      return { ...known, complexity: value, labels };
    if (name === 'autonomy' && value === 'draft') return { ...known, isDraft: true, labels };
    return known;
  }, NONE);
}

/** An answer with what the labels ask for in its place. */
export function overriddenAnswer(answer: RouterAnswer, overrides: LabelOverrides): RouterAnswer {
  if (overrides.labels.length === 0) return answer;
  return {
    ...answer,
    template: overrides.template ?? answer.template,
    complexity: overrides.complexity ?? answer.complexity,
    reason: `${answer.reason} (by label: ${overrides.labels.join(', ')})`,
  };
}
