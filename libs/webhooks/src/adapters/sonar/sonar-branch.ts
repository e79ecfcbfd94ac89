import { isObject, own, textAt } from '../../text/json-fields';

/** What a project's main branch is called in sources.yaml, and here when the sender gives it no name. */
export const MAIN_BRANCH = 'main';

/** The branch of an analysis. The community edition sends none: it knows the main one only. */
export function sonarBranch(body: unknown): { readonly name: string; readonly isMain: boolean } {
  const branch = own(body, 'branch');
  const name = textAt(branch, 'name');
  const said = own(branch, 'isMain');
  const isMain = !isObject(branch) || said === true || (name === undefined && said !== false);
  return { name: name ?? (isMain ? MAIN_BRANCH : 'without a name'), isMain };
}
