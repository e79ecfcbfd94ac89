import { isDeepStrictEqual } from 'node:util';
import type { V1Container, V1Job, V1PodSpec } from '@kubernetes/client-node';
import { BadManifestError } from '../kubernetes-executor.errors';
import type { JobValues } from './job-values';

/** Which volumes a container may mount that hold a secret or what only the trusted side may touch. */
const GUARDED: Readonly<Record<string, readonly string[]>> = {
  prepare: ['github-secrets', 'egress-secrets', 'trusted'],
  sandbox: [],
  agent: ['ai-secrets', 'github-secrets', 'egress-secrets', 'trusted'],
};
const GUARDED_VOLUMES = ['ai-secrets', 'github-secrets', 'egress-secrets', 'trusted', 'context'];

type Check = readonly [problem: string, isGood: boolean];

const mountsOf = (container: V1Container): readonly string[] =>
  (container.volumeMounts ?? []).map(({ name }) => name);

function containerChecks(container: V1Container): readonly Check[] {
  const { name, securityContext: context } = container;
  const allowed = [...(GUARDED[name] ?? []), ...(name === 'sandbox' ? [] : ['context'])];
  const forbidden = mountsOf(container).filter(
    (mount) => GUARDED_VOLUMES.includes(mount) && !allowed.includes(mount),
  );
  return [
    [`${name} mounts ${forbidden.join(', ')}`, forbidden.length === 0],
    [`${name} may gain privileges`, context?.allowPrivilegeEscalation === false],
    [`${name} is privileged`, context?.privileged !== true],
    [`${name} keeps capabilities`, isDeepStrictEqual(context?.capabilities?.drop, ['ALL'])],
    [`${name} takes variables from a Secret`, (container.envFrom ?? []).length === 0],
  ];
}

function podChecks(spec: V1PodSpec): readonly Check[] {
  const init = spec.initContainers ?? [];
  const sandbox = init.find(({ name }) => name === 'sandbox');
  const names = [...init, ...spec.containers].map(({ name }) => name);
  const agent = spec.containers.find(({ name }) => name === 'agent');
  return [
    ['the containers are not prepare, sandbox, agent', names.join() === 'prepare,sandbox,agent'],
    ['the sandbox has variables', (sandbox?.env ?? []).length === 0],
    ['the agent mounts the checkout', agent !== undefined && !mountsOf(agent).includes('checkout')],
    ['a token is mounted', spec.automountServiceAccountToken === false],
    ['containers see each other', spec.shareProcessNamespace !== true],
    ['the host is shared', spec.hostNetwork !== true && spec.hostPID !== true && spec.hostIPC !== true],
    ['it may run as root', spec.securityContext?.runAsNonRoot === true],
    ['it is started again by the kubelet', spec.restartPolicy === 'Never'],
    ['a volume is of the host', (spec.volumes ?? []).every(({ hostPath }) => hostPath === undefined)],
    [
      'an emptyDir has no limit',
      (spec.volumes ?? []).every(
        ({ emptyDir }) => emptyDir === undefined || emptyDir.sizeLimit !== undefined,
      ),
    ],
  ];
}

/** Where there is a proxy, names are resolved by it alone. */
function hasDns({ dnsPolicy, dnsConfig }: V1PodSpec, values: JobValues): boolean {
  return dnsPolicy === values.dnsPolicy && isDeepStrictEqual(dnsConfig ?? {}, values.dnsConfig);
}

/**
 * What a Job must be, whoever edited its manifest: the object that was meant, one try, and no key beside the repository's
 * code. @throws BadManifestError
 */
export function checkJob(object: unknown, values: JobValues): V1Job {
  const job = object as V1Job;
  const spec = job.spec?.template.spec;
  if (spec === undefined) throw new BadManifestError('job.yaml.ejs', ['it has no Pod']);
  const checks: readonly Check[] = [
    ['it is no Job', job.apiVersion === 'batch/v1' && job.kind === 'Job'],
    ['it has another name', job.metadata?.name === values.name],
    ['it is in another namespace', job.metadata?.namespace === values.namespace],
    ['it has other labels', isDeepStrictEqual(job.metadata?.labels, values.labels)],
    ['its Pod has other labels', isDeepStrictEqual(job.spec?.template.metadata?.labels, values.labels)],
    ['it has other annotations', isDeepStrictEqual(job.metadata?.annotations, values.annotations)],
    ['its Pod has another DNS', hasDns(spec, values)],
    ['it is not suspended', job.spec?.suspend === true],
    ['it is tried again', job.spec?.backoffLimit === 0],
    ['it has no deadline', job.spec?.activeDeadlineSeconds === values.deadlineSeconds],
    ['it is never removed', job.spec?.ttlSecondsAfterFinished === values.ttlSeconds],
    ...podChecks(spec),
    ...[...(spec.initContainers ?? []), ...spec.containers].flatMap(containerChecks),
  ];
  const problems = checks.filter(([, isGood]) => !isGood).map(([problem]) => problem);
  if (problems.length > 0) throw new BadManifestError('job.yaml.ejs', problems);
  return job;
}
