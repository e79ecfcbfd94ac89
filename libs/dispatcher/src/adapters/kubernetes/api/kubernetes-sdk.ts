/**
 * The parts of the vendor's client that are used. Loaded by `import()`, so that only who uses Kubernetes pays for them;
 * named here, so that the bundle leaves out the hundred other APIs.
 */
export {
  AuthorizationV1Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  Observable,
  PatchStrategy,
  Watch,
} from '@kubernetes/client-node';
