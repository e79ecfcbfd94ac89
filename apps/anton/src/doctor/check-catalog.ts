import { CatalogError, readCatalog, type CatalogSnapshot } from '@anton/catalog';
import { bad, good, warning, type Finding } from './finding';

/** The catalog, when it can be used, and what is wrong with it. */
export async function checkCatalog(
  dir: string,
): Promise<{ readonly catalog: CatalogSnapshot | null; readonly findings: Finding[] }> {
  try {
    const catalog = await readCatalog(dir);
    const detail = `${catalog.repositories.length} repositories, ${catalog.templates.size} templates, ${catalog.skills.size} skills`;
    const none = warning(
      'catalog',
      `${dir} names no repository: every task becomes a question`,
      'Add one to repositories.yaml; docs/catalog.md says how.',
    );
    return { catalog, findings: [catalog.repositories.length === 0 ? none : good('catalog', detail)] };
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    const findings = error.problems.map(({ file, line, problem }) =>
      bad('catalog', `${file}${line === null ? '' : `:${line}`}: ${problem}`, error.remedy),
    );
    return { catalog: null, findings };
  }
}
