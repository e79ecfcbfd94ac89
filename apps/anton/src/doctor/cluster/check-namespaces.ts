import type { ClusterView } from '@anton/dispatcher';
import { bad, good, warning, type Finding } from '../finding';
import type { Installation } from './installation';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Whether the namespaces are there, and let in nothing but Pods that PodSecurity `restricted` takes. */
export async function checkNamespaces(
  view: ClusterView,
  { control, runs }: Installation,
): Promise<Finding[]> {
  const names = [...new Set([control, runs])];
  return Promise.all(
    names.map(async (name) => {
      const check = `namespace ${name}`;
      const labels = await view.namespaceLabels(name);
      if (labels === 'absent')
        return bad(
          check,
          'is not there',
          'Apply manifests/base or one of the overlays; docs/kubernetes.md says how.',
        );
      if (labels === 'denied')
        return warning(
          check,
          'you may not read it',
          `Ask whoever may: kubectl get namespace ${name} --show-labels`,
        );
      if (labels[ENFORCE] === 'restricted')
        return good(check, 'is there and enforces PodSecurity restricted');
      const remedy = `kubectl label --overwrite namespace ${name} ${ENFORCE}=restricted`;
      return bad(check, `enforces PodSecurity ${labels[ENFORCE] ?? 'nothing'}, not restricted`, remedy);
    }),
  );
}
