import type { CatalogRepository, CatalogSnapshot } from '@anton/catalog';
import { defaultSkills } from './choices';
import type { RouterAnswer } from './router-answer';

/** What the catalog decides when the model gave nothing usable; `why` says what it gave. */
export function answerByRules(
  repository: CatalogRepository,
  catalog: CatalogSnapshot,
  why: string,
): RouterAnswer {
  return {
    verdict: 'fix',
    template: repository.template,
    skills: defaultSkills(repository, catalog),
    complexity: 'medium',
    risk: 'medium',
    confidence: 0,
    reason: `${why}; the repository's own template was taken, as a draft`,
    question: '',
  };
}
