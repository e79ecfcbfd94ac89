import type { Account, ClusterView } from '@anton/dispatcher';
import { bad, good, warning, type Finding } from '../finding';
import type { Installation } from './installation';

const as = ({ namespace, name }: Account): string => `--as=system:serviceaccount:${namespace}:${name}`;

/** Whether the orchestrator may do what runs need, and nobody what would give him the Secrets. */
export async function checkAccountRights(
  view: ClusterView,
  { control, runs }: Installation,
): Promise<Finding[]> {
  const orchestrator = { namespace: control, name: 'anton-orchestrator' };
  const runner = { namespace: runs, name: 'anton-runner' };
  const accounts = [orchestrator, runner, { namespace: control, name: 'anton-ingester' }];
  return [
    await needed(view, orchestrator, runs),
    ...(await Promise.all(accounts.map((account) => excess(view, account, runs)))),
  ];
}

function unseen(check: string, account: Account, namespace: string): Finding {
  const list = `kubectl auth can-i --list -n ${namespace} ${as(account)}`;
  return warning(check, 'you may not ask for the rights of others', `Ask whoever may: ${list}`);
}

async function needed(view: ClusterView, account: Account, namespace: string): Promise<Finding> {
  const check = `rights of ${account.name}`;
  const lacked = await view.lackedBy(account, namespace);
  if (typeof lacked === 'string') return unseen(check, account, namespace);
  if (lacked.length === 0) return good(check, `may do what runs need in ${namespace}`);
  return bad(
    check,
    `may not ${lacked.join(', ')} in ${namespace}`,
    `Apply manifests/runner/role.yaml there and bind it: kubectl -n ${namespace} create rolebinding anton-orchestrator --role=anton-orchestrator --serviceaccount=${account.namespace}:${account.name}`,
  );
}

async function excess(view: ClusterView, account: Account, namespace: string): Promise<Finding> {
  const check = `limits of ${account.name}`;
  const found = await view.excessOf(account, namespace);
  if (typeof found === 'string') return unseen(check, account, namespace);
  if (found.length === 0) return good(check, `cannot come by the Secrets of ${namespace}`);
  return bad(
    check,
    `may ${found.join(', ')} in ${namespace}, and so come by its Secrets`,
    `Find the binding that grants it and remove it: kubectl get rolebindings,clusterrolebindings -A -o wide | grep -e ${account.name} -e system:serviceaccounts -e system:authenticated`,
  );
}
