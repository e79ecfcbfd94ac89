import { readVariable } from '../environment/read-environment';
import { isSecretName } from './secret-handover';

type Variables = Record<string, string | undefined>;

/** The secret of NAME_FILE; a file that cannot be read is told where its variable is needed. */
function secretInFile(name: string, variables: Readonly<Variables>): string | undefined {
  try {
    return readVariable(name, variables);
  } catch {
    return undefined;
  }
}

/** The values of the secrets among `variables`, given as NAME or as NAME_FILE, for a redactor. */
export function secretValues(variables: Readonly<Variables>): (string | undefined)[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (isSecretName(name)) return [value];
    const named = name.replace(/_FILE$/, '');
    return named !== name && isSecretName(named) ? [secretInFile(named, variables)] : [];
  });
}
