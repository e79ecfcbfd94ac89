import { isDeepStrictEqual } from 'node:util';
import type { V1ConfigMap } from '@kubernetes/client-node';
import { BadManifestError } from '../kubernetes-executor.errors';
import type { ConfigMapValues } from './job-values';

/** The ConfigMap that was meant: immutable, owned by its Job, with the files of the run. @throws BadManifestError */
export function checkConfigMap(object: unknown, values: ConfigMapValues): V1ConfigMap {
  const map = object as V1ConfigMap;
  const [owner, ...others] = map.metadata?.ownerReferences ?? [];
  const checks: readonly (readonly [problem: string, isGood: boolean])[] = [
    ['it is no ConfigMap', map.apiVersion === 'v1' && map.kind === 'ConfigMap'],
    ['it has another name', map.metadata?.name === values.name],
    ['it is in another namespace', map.metadata?.namespace === values.namespace],
    ['it has another owner', owner?.uid === values.jobUid && owner.kind === 'Job' && others.length === 0],
    ['it can be changed', map.immutable === true],
    ['it holds something else', isDeepStrictEqual(map.data, values.data) && map.binaryData === undefined],
  ];
  const problems = checks.filter(([, isGood]) => !isGood).map(([problem]) => problem);
  if (problems.length > 0) throw new BadManifestError('config-map.yaml.ejs', problems);
  return map;
}
