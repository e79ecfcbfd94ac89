import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { NEEDED_RIGHTS } from './examine-cluster';

it('asks for exactly the rights that role.yaml grants', () => {
  const file = new URL('../../../../../manifests/runner/role.yaml', import.meta.url);
  const { rules } = parse(readFileSync(file, 'utf8')) as {
    rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  };
  const granted = rules.map(({ apiGroups, resources, verbs }) => ({
    group: apiGroups.join(),
    resource: resources.join(),
    verbs,
  }));
  expect(granted).toEqual(NEEDED_RIGHTS);
});
