import type {
  AuthorizationV1Api,
  BatchV1Api,
  ConfigurationOptions,
  CoreV1Api,
  Observable,
  ObservableMiddleware,
  RequestContext,
  Watch,
} from '@kubernetes/client-node';

type CallOptions = ConfigurationOptions<ObservableMiddleware>;

/** The parts of the vendor's client that are used, for one cluster. */
export interface KubernetesClient {
  readonly batch: BatchV1Api;
  readonly core: CoreV1Api;
  readonly authorization: AuthorizationV1Api;
  readonly watch: Watch;
  /** Options of one call that `signal` ends. */
  during(signal: AbortSignal): CallOptions;
  /** The same for a patch in the form of RFC 7396: a change of fields, not a list of operations. */
  merging(signal: AbortSignal): CallOptions;
}

/** What the vendor's code generator wraps the values of a middleware in. */
type Wrap = new <T>(value: Promise<T>) => Observable<T>;

function before(wrap: Wrap, change: (request: RequestContext) => void): CallOptions {
  const middleware: ObservableMiddleware = {
    pre: (request) => {
      change(request);
      return new wrap(Promise.resolve(request));
    },
    post: (answer) => new wrap(Promise.resolve(answer)),
  };
  return { middleware: [middleware], middlewareMergeStrategy: 'append' };
}

/** How long connections are shared by calls: credentials that were renewed meanwhile are then used as well. */
const SHARED_MS = 60_000;

type Dispatcher = ReturnType<RequestContext['getDispatcher']>;

/**
 * Lets calls share connections. The vendor's client makes a pool of connections for every call, so that each one opens a
 * connection, with its TLS handshake, that nobody uses again.
 */
function connectionSharing(): (request: RequestContext) => void {
  let shared: Dispatcher;
  let since = -SHARED_MS;
  return (request) => {
    if (performance.now() - since >= SHARED_MS) {
      shared = request.getDispatcher();
      since = performance.now();
    } else if (shared !== undefined) request.setDispatcher(shared);
  };
}

/**
 * Loads the vendor's client, which takes 0.6 s and 86 MB: only who uses Kubernetes pays for it. Finds the cluster by
 * `kubeconfig`, else by KUBECONFIG, ~/.kube/config, or the ServiceAccount of the Pod that this is.
 */
export async function openKubernetesClient(kubeconfig?: string): Promise<KubernetesClient> {
  const sdk = await import('./kubernetes-sdk');
  const config = new sdk.KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(kubeconfig);
  const share = connectionSharing();
  return {
    batch: config.makeApiClient(sdk.BatchV1Api),
    core: config.makeApiClient(sdk.CoreV1Api),
    authorization: config.makeApiClient(sdk.AuthorizationV1Api),
    watch: new sdk.Watch(config),
    during: (signal) =>
      before(sdk.Observable, (request) => {
        request.setSignal(signal);
        share(request);
      }),
    merging: (signal) =>
      before(sdk.Observable, (request) => {
        request.setSignal(signal);
        share(request);
        request.setHeaderParam('Content-Type', sdk.PatchStrategy.MergePatch);
      }),
  };
}
