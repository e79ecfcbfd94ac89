import type { ApiCaller } from '../api/api-caller';
import type { KubernetesClient } from '../api/kubernetes-client';
import { NEEDED_RIGHTS } from '../examine-cluster';

/** A ServiceAccount. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

/** By any of these somebody gets what the Secrets of a namespace hold, or a token of somebody who does. */
const TOO_MUCH: readonly Right[] = [
  { group: '', resource: 'secrets', verb: 'get' },
  { group: '', resource: 'secrets', verb: 'list' },
  { group: '', resource: 'pods', verb: 'create' },
  { group: '', resource: 'pods/exec', verb: 'create' },
  { group: '', resource: 'serviceaccounts/token', verb: 'create' },
  { group: 'rbac.authorization.k8s.io', resource: 'rolebindings', verb: 'create' },
];

const needed: readonly Right[] = NEEDED_RIGHTS.flatMap(({ group, resource, verbs }) =>
  verbs.map((verb) => ({ group, resource, verb })),
);

/** Asks the API server what an account may do: a SubjectAccessReview for each right. */
export class AccountRights {
  constructor(
    private readonly client: KubernetesClient,
    private readonly caller: ApiCaller,
  ) {}

  /** What runs need and the account may not, each as `verb resource`. @throws KubernetesDeniedError to who may not ask */
  lacked(account: Account, namespace: string): Promise<readonly string[]> {
    return this.named(needed, account, namespace, (allowed) => !allowed);
  }

  /** What the account may and nobody should. @throws KubernetesDeniedError to who may not ask */
  excess(account: Account, namespace: string): Promise<readonly string[]> {
    return this.named(TOO_MUCH, account, namespace, (allowed) => allowed);
  }

  private async named(
    rights: readonly Right[],
    account: Account,
    namespace: string,
    counts: (allowed: boolean) => boolean,
  ): Promise<readonly string[]> {
    const answers = await Promise.all(
      rights.map(async (right) =>
        counts(await this.isAllowed(right, account, namespace)) ? [`${right.verb} ${right.resource}`] : [],
      ),
    );
    return answers.flat();
  }

  private async isAllowed(
    { group, resource: path, verb }: Right,
    account: Account,
    namespace: string,
  ): Promise<boolean> {
    const [resource, subresource] = path.split('/');
    const attributes = { namespace, group, verb, resource, subresource };
    const user = `system:serviceaccount:${account.namespace}:${account.name}`;
    const groups = [
      'system:serviceaccounts',
      `system:serviceaccounts:${account.namespace}`,
      'system:authenticated',
    ];
    const body = { spec: { user, groups, resourceAttributes: attributes } };
    const { status } = await this.caller.call('ask for the rights of an account', (signal) =>
      this.client.authorization.createSubjectAccessReview({ body }, this.client.during(signal)),
    );
    return status?.allowed === true;
  }
}
