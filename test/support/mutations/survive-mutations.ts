import { MUTATIONS, type Mutation, type Spec } from './mutations';
import { RepositoryCopy } from './repository-copy';

/** What became of a mutation: the test that noticed it first, or null. */
export interface MutationResult {
  readonly name: string;
  readonly noticedBy: string | null;
}

async function firstToNotice(copy: RepositoryCopy, { specs }: Mutation): Promise<string | null> {
  for (const spec of specs) {
    const [first] = (await copy.run(spec)).failed;
    if (first !== undefined) return first;
  }
  return null;
}

function specsOf(mutations: readonly Mutation[]): readonly Spec[] {
  return [...new Set(mutations.flatMap(({ specs }) => specs))];
}

/** Runs the named specs as they are, which must pass, and then against each mutation. `tell` gets a line for each. */
export async function runMutations(tell: (line: string) => void): Promise<readonly MutationResult[]> {
  const copy = await RepositoryCopy.make();
  try {
    for (const spec of specsOf(MUTATIONS)) {
      const { failed } = await copy.run(spec);
      if (failed.length > 0) throw new Error(`${spec.file} fails as it is: ${failed.join(', ')}`);
    }
    const results: MutationResult[] = [];
    for (const mutation of MUTATIONS) {
      const putBack = copy.mutate(mutation);
      const noticedBy = await firstToNotice(copy, mutation);
      putBack();
      results.push({ name: mutation.name, noticedBy });
      tell(`${mutation.name}: ${noticedBy === null ? 'NOBODY noticed' : `noticed by "${noticedBy}"`}`);
    }
    return results;
  } finally {
    copy.remove();
  }
}
