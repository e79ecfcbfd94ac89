import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { command, type HostileCase, type HostilePlace } from '../../hostile/hostile-case';
import type { TestNamespace } from '../kubernetes/test-namespace';
import { PAY_FILES } from '../runner/runner-world';
import { bundleDriver } from './bundle-driver';
import type { EvidenceServer } from './hostile-world';
import { originBundle } from './origin-bundle';
import { RunnerPod, type PodEnd } from './runner-pod';

/** Everything in the sandbox that is newer than its tools, handed over as one archive. */
const collect = (url: string): HostileCase =>
  command(
    'collect',
    `find / -xdev \\( -path /proc -o -path /sys -o -path /anton \\) -prune -o -type f -newer /anton/tini -size -64M -print0 2>/dev/null > /tmp/changed; find /checkout /tmp /sock -type f -size -64M -print0 >> /tmp/changed; tar -cf /tmp/changed.tar --null -T /tmp/changed 2>/dev/null; node -e "fetch('${url}', { method: 'POST', body: require('node:fs').readFileSync('/tmp/changed.tar') }).then(() => console.log('collected'))"`,
    {},
    120,
  );

/** Where the cases are played. */
export interface CasesWorld {
  readonly namespace: TestNamespace;
  readonly images: { readonly runnerImage: string; readonly sandboxImage: string };
  readonly evidence: EvidenceServer;
  readonly place: HostilePlace;
}

/** What came of the cases that shared a Pod. */
export interface PlayedCases {
  readonly end: PodEnd;
  /** What each case was told, by its name. */
  readonly answers: ReadonlyMap<string, string>;
  /** What the sandbox held in the end. */
  readonly held: Buffer | undefined;
  /** Files that a command of the repository would have made where only the runner is; null when nobody told of them. */
  readonly marks: readonly string[] | null;
}

/** Plays cases in one Pod, as the executor makes it; a driver stands in the agent's container for the runner. */
export async function playCases(
  { namespace, images, evidence, place }: CasesWorld,
  group: string,
  cases: readonly HostileCase[],
  environment: Readonly<Record<string, string>> = {},
): Promise<PlayedCases> {
  const holdings = `/${group.replaceAll(' ', '-')}`;
  const task = sampleTask('PAY-1');
  const repository = { id: 'pay', url: 'file:///trusted/origin.git', branch: 'main' };
  const played = [...cases, collect(evidence.url + holdings)].map(({ name, steps }) => ({
    name,
    steps: steps(place),
  }));
  const pod = await RunnerPod.start(namespace, {
    ...images,
    environment: { ANTON_TEST_EVIDENCE_URL: `${evidence.url}/left${holdings}`, ...environment },
    context: {
      'task.json': JSON.stringify(task),
      'route.json': JSON.stringify(sampleRoute(task, { repository, skills: [] })),
      'origin.bundle': originBundle(PAY_FILES),
      'driver.mjs': await bundleDriver(),
      'cases.json': JSON.stringify(played),
    },
  });
  try {
    const end = await pod.end();
    const answers = new Map<string, string>();
    for (const line of end.logs.agent.split('\n').filter((text) => text.startsWith('{"name"'))) {
      const { name, text } = JSON.parse(line) as { readonly name: string; readonly text: string };
      answers.set(name, `${answers.get(name) ?? ''}${text}\n`);
    }
    const left = JSON.parse(evidence.received.get(`/left${holdings}`)?.toString() ?? '{}') as {
      marks?: string[];
    };
    return { end, answers, held: evidence.received.get(holdings), marks: left.marks ?? null };
  } finally {
    await pod.remove();
  }
}
