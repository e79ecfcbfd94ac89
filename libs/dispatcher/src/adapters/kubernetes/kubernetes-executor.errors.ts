import { AntonError, DependencyDownError, PermanentError } from '@anton/contracts';

/** The API server does not answer, or not now; nothing is lost by waiting. */
export class KubernetesUnavailableError extends DependencyDownError {
  constructor(
    what: string,
    detail: string,
    init: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(`Kubernetes could not ${what}: ${detail}`, {
      code: 'kubernetes_unavailable',
      remedy: 'Check that the API server can be reached from here (anton doctor); Anton goes on by itself.',
      ...init,
    });
  }
}

const RIGHTS: Readonly<Record<number, string>> = {
  401: 'Check the ServiceAccount token or the kubeconfig of the orchestrator: the API server does not know it.',
  403: 'Give the orchestrator the Role of docs/kubernetes.md in the namespace of ANTON_NAMESPACE.',
  404: 'Create the namespace that ANTON_NAMESPACE names, or correct the variable.',
};

/** The orchestrator may not do it: the operator's to mend, not the tasks' to pay for, so that they wait. */
export class KubernetesDeniedError extends DependencyDownError {
  constructor(
    what: string,
    readonly status: number,
    detail: string,
    cause: unknown,
  ) {
    super(`Kubernetes lets nobody ${what} here (${status}): ${detail}`, {
      code: 'kubernetes_denied',
      remedy: RIGHTS[status] ?? 'Read the message of the API server.',
      cause,
    });
  }
}

/** The API server will not do it, however often it is asked. */
export class KubernetesRefusedError extends PermanentError {
  constructor(
    what: string,
    readonly status: number,
    detail: string,
    cause: unknown,
  ) {
    super(`Kubernetes refused to ${what} (${status}): ${detail}`, {
      code: 'kubernetes_refused',
      remedy: 'Read the message of the API server; the objects are those of manifests/runner/.',
      cause,
    });
  }
}

/** A Job of this name belongs to other work: names are derived, so one of the two is a forgery or a collision. */
export class ForeignRunError extends PermanentError {
  constructor(name: string, problem: string) {
    super(`${name} exists and is not of this task: ${problem}`, {
      code: 'kubernetes_foreign_run',
      remedy: 'Find out who made it (kubectl get -o yaml), and delete it if it is nobody else’s.',
    });
  }
}

/** What the run needs is still being deleted; it is tried again until the run's deadline. */
export class RunBeingRemovedError extends DependencyDownError {
  constructor(name: string) {
    super(`${name} of before is still being deleted`, {
      code: 'kubernetes_being_removed',
      remedy: 'Nothing to do: it is tried again. If it stays, look for finalizers (kubectl get -o yaml).',
    });
  }
}

/** Pods have no DNS, so that a run needs the proxy's address; it waits until there is one. */
export class EgressUnresolvedError extends DependencyDownError {
  constructor(host: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`the address of the proxy ${host} is not known: ${why}`, {
      code: 'egress_unresolved',
      remedy: 'Check that the Service that ANTON_EGRESS_URL names exists (kubectl -n anton get service).',
      cause,
    });
  }
}

/** A run that cannot be named or made as asked. */
export class BadRunError extends PermanentError {
  constructor(problem: string) {
    super(`the run cannot become a Job: ${problem}`, {
      code: 'kubernetes_bad_run',
      remedy: 'Correct the template in the catalog, or report it: ids are made by Anton.',
    });
  }
}

/** A manifest is not what was meant by it; nothing is sent to the API server. */
export class BadManifestError extends PermanentError {
  constructor(file: string, problems: readonly string[]) {
    super(`${file} does not give what was meant: ${problems.slice(0, 5).join('; ')}`, {
      code: 'kubernetes_bad_manifest',
      remedy: 'Write every value of a manifest by <%- json(…) %> and keep its security settings as shipped.',
    });
  }
}

/** The Pod of a stopped run goes on; it is stopped again. */
export class RunNotStoppedError extends AntonError {
  constructor(name: string, seconds: number) {
    super(`the Pod of ${name} is still there ${seconds} s after it was stopped`, {
      code: 'kubernetes_run_not_stopped',
      category: 'transient',
      remedy: 'Check the Job controller and the node of the Pod (kubectl describe pod).',
    });
  }
}
