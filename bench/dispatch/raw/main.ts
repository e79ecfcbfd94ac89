import {
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  Observable,
  type ConfigurationOptions,
  type ObservableMiddleware,
  type RequestContext,
  type V1ConfigMap,
  type V1Job,
} from '@kubernetes/client-node';
import { preciseNow } from '../world/precise-now';

/** What the parent asks for: so many pairs of calls, so many at once. */
export interface RawOrder {
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly names: readonly string[];
  readonly inFlight: number;
  readonly job: V1Job;
  readonly configMap: V1ConfigMap;
}

/** When each pair began, in milliseconds since 1970, by the name of its Job. */
export type RawAnswer = Readonly<Record<string, number>>;

function named<T extends V1Job | V1ConfigMap>(body: T, name: string): T {
  const copy = structuredClone(body);
  copy.metadata = Object.assign({}, body.metadata, { name, ownerReferences: [] });
  return copy;
}

/** Its calls share connections, as the orchestrator's do: the client as it comes opens one for every call. */
function sharingConnections(): ConfigurationOptions<ObservableMiddleware> {
  let shared: ReturnType<RequestContext['getDispatcher']>;
  const middleware: ObservableMiddleware = {
    pre: (request) => {
      shared ??= request.getDispatcher();
      if (shared !== undefined) request.setDispatcher(shared);
      return new Observable(Promise.resolve(request));
    },
    post: (answer) => new Observable(Promise.resolve(answer)),
  };
  return { middleware: [middleware], middlewareMergeStrategy: 'append' };
}

/** The least that a run needs: create the ConfigMap, create the Job. It renders, checks, retries and records nothing. */
async function create(order: RawOrder): Promise<RawAnswer> {
  const config = new KubeConfig();
  config.loadFromFile(order.kubeconfig);
  const [batch, core] = [config.makeApiClient(BatchV1Api), config.makeApiClient(CoreV1Api)];
  const { namespace } = order;
  const options = sharingConnections();
  const began: Record<string, number> = {};
  const left = [...order.names];
  const work = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      began[name] = preciseNow();
      await core.createNamespacedConfigMap(
        { namespace, body: named(order.configMap, `${name}-ctx`) },
        options,
      );
      await batch.createNamespacedJob({ namespace, body: named(order.job, name) }, options);
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, work));
  return began;
}

process.on('message', (order: RawOrder) => {
  void create(order).then((answer) => process.send?.(answer));
});
