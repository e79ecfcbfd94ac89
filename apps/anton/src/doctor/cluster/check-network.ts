import type { ClusterView, ProbeResult } from '@anton/dispatcher';
import { bad, good, warning, type Finding } from '../finding';
import type { Installation } from './installation';
import { PROBE_SCRIPT, type ProbeAnswers, type ProbeQuestions } from './probe.script';

/** The labels by which policies know a run; without the one by which the orchestrator would watch it. */
const LABELS = { 'app.kubernetes.io/name': 'anton-runner', 'app.kubernetes.io/part-of': 'anton' };
const METADATA = '169.254.169.254:80';
/** RFC 2606: nobody has this name, and no catalog can allow it by mistake. */
const FORBIDDEN = 'anton-doctor.invalid:443';
const REFUSED = new Set(['403', '407']);
const POLICIES =
  'Apply manifests/base, and look whether the CNI of the cluster enforces NetworkPolicies: kindnet, Calico and Cilium do, flannel does not.';

/** By a Pod that looks like a run: whether the network is closed to it, and the proxy open and strict. */
export async function checkNetwork(view: ClusterView, installation: Installation): Promise<Finding[]> {
  const { control, runs, runnerImage, hasProxy } = installation;
  if (runnerImage === null)
    return [
      warning('network', 'not looked at: the image of the runner is not known', 'Set ANTON_RUNNER_IMAGE.'),
    ];
  const [api, egress] = await Promise.all([
    view.serviceAddress('default', 'kubernetes'),
    hasProxy ? view.serviceAddress(control, 'anton-egress') : null,
  ]);
  const questions: ProbeQuestions = {
    closed: [...(typeof api === 'string' ? [] : [`${api.address}:443`]), METADATA],
    proxy: egress === null || typeof egress === 'string' ? null : `${egress.address}:3128`,
    forbidden: FORBIDDEN,
  };
  const result = await view.probe({
    namespace: runs,
    image: runnerImage,
    serviceAccount: 'anton-runner',
    labels: LABELS,
    script: PROBE_SCRIPT,
    argument: JSON.stringify(questions),
  });
  const answers = answersOf(result);
  if (answers === null) return unprobed(result, runs, runnerImage);
  const findings = [
    good('image of the runner', `${runnerImage} is pulled and runs`),
    closedTo(answers, questions),
  ];
  return hasProxy ? [...findings, proxyOf(answers, egress)] : findings;
}

function answersOf(result: ProbeResult): ProbeAnswers | null {
  if (result.kind !== 'ended' || result.exitCode !== 0) return null;
  return JSON.parse(result.output) as ProbeAnswers;
}

/** A network that nobody has looked at is said to be that. */
const UNSEEN = warning('network', 'not looked at: there was no Pod to look from', 'See to the image first.');

function unprobed(result: ProbeResult, runs: string, image: string): Finding[] {
  const check = 'image of the runner';
  if (result.kind === 'not_pulled')
    return [
      bad(
        check,
        `${image} cannot be pulled: ${result.detail}`,
        `Push it, or give the ServiceAccount the registry: kubectl -n ${runs} patch serviceaccount anton-runner -p '{"imagePullSecrets":[{"name":"…"}]}'`,
      ),
      UNSEEN,
    ];
  if (result.kind === 'refused')
    return [
      warning(
        'network',
        `no probe Pod may be made: ${result.detail}`,
        `Run the doctor as somebody who may create Pods in ${runs}.`,
      ),
    ];
  const detail =
    result.kind === 'late' ? result.detail : `its probe ended without an answer: ${JSON.stringify(result)}`;
  const remedy = `Look at the events: kubectl -n ${runs} get events --sort-by=.lastTimestamp`;
  return [bad(check, `${image}: ${detail}`, remedy), UNSEEN];
}

function closedTo({ reached, proxy }: ProbeAnswers, { closed }: ProbeQuestions): Finding {
  if (reached.length > 0) return bad('network', `a run reaches ${reached.join(', ')}`, POLICIES);
  const also = proxy === null || proxy === 'unreachable' ? ' (nor anything else that was tried)' : '';
  return good('network', `a run does not reach ${closed.join(', ')}${also}`);
}

function proxyOf({ proxy }: ProbeAnswers, service: unknown): Finding {
  const check = 'proxy of the runs';
  if (service === 'absent')
    return bad(
      check,
      'there is no Service anton-egress',
      'Apply manifests/base, or take ANTON_EGRESS_URL away.',
    );
  if (proxy === null)
    return warning(check, 'not looked at', 'Run the doctor as somebody who may read Services.');
  if (proxy === 'unreachable' || proxy === 'silent')
    return bad(
      check,
      `does not answer a run (${proxy})`,
      'Look at its Pods and at the policies anton-runner and anton-egress: kubectl get pods,networkpolicies -A -l app.kubernetes.io/part-of=anton',
    );
  if (REFUSED.has(proxy)) return good(check, `answers, and refuses ${FORBIDDEN} (${proxy})`);
  return bad(
    check,
    `does not refuse a host that nobody allowed: ${FORBIDDEN} gave ${proxy}`,
    'Whatever answers there is no anton-egress, or its rules are not those of the catalog: look at its log.',
  );
}
