import { PermanentError } from '@anton/contracts';

/** One thing wrong in one file of the catalog. `line` counts from 1, or is null. */
export interface CatalogProblem {
  readonly file: string;
  readonly line: number | null;
  readonly problem: string;
}

/** The catalog cannot be used; names every bad file and line. */
export class CatalogError extends PermanentError {
  constructor(readonly problems: readonly CatalogProblem[]) {
    const lines = problems.map(
      ({ file, line, problem }) => `  ${file}${line === null ? '' : `:${line}`}: ${problem}`,
    );
    super(`the catalog is not usable:\n${lines.join('\n')}`, {
      code: 'catalog_invalid',
      remedy: 'Correct the named lines; catalog/schema/ holds a JSON Schema for each file.',
    });
  }
}
