import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { ENVIRONMENT_CASES } from './hostile/environment.cases';
import { FILES_CASES } from './hostile/files.cases';
import { command } from './hostile/hostile-case';
import { allGitCases, CLEAN_TREE } from './hostile/git.cases';
import { NETWORK_CASES } from './hostile/network.cases';
import { NEXT_COMMANDS_CASES } from './hostile/next-commands.cases';
import { PROC_CASES } from './hostile/proc.cases';
import { PROCESSES_CASES } from './hostile/processes.cases';
import { REPORTS_CASES } from './hostile/reports.cases';
import { IMPOSTOR, SOCKET_CASES } from './hostile/socket.cases';
import {
  allowOnly,
  hostAddress,
  listenAt,
  takeEvidence,
  type EvidenceServer,
  type Listener,
} from './support/hostile/hostile-world';
import { pushed, type Evidence } from './support/hostile/evidence';
import { obedientModel } from './support/hostile/obedient-model';
import { playCases, type CasesWorld, type PlayedCases } from './support/hostile/played-cases';
import { originBundle } from './support/hostile/origin-bundle';
import { RunnerPod, type PodEnd } from './support/hostile/runner-pod';
import { findImageBuilder } from './support/images/image-builder';
import { findCluster } from './support/kubernetes/cluster';
import { TestNamespace } from './support/kubernetes/test-namespace';
import { CANARIES, canaryIn } from './support/runner/canaries';
import { PAY_FILES } from './support/runner/runner-world';

const cluster = findCluster();
const builder = findImageBuilder();
const missing = cluster.missing ?? builder.missing;
const suite = missing === null ? describe : describe.skip;
const BUILD_MS = 900_000;
const RUN_MS = 600_000;

const SECRETS = {
  'ai-secrets': { anthropic_api_key: CANARIES.ANTHROPIC_API_KEY, openai_api_key: CANARIES.OPENAI_API_KEY },
  'github-secrets': { pat: CANARIES.GITHUB_TOKEN },
};

const RESTORE = `cat > pay.test.js <<'TEST'\n${PAY_FILES['pay.test.js'] ?? ''}TEST`;
const IMPOSTOR_FOR_A_WHILE = `${IMPOSTOR.replace('node -', 'timeout 8 node -').replace("<<'PROGRAM'", "<<'PROGRAM' &")}\nsleep 6`;

/** Which cases share a Pod; each group ends with a look at all that the sandbox holds. */
const GROUPS = [
  ['looks around', [...ENVIRONMENT_CASES, ...PROC_CASES, ...FILES_CASES]],
  ['reaches out', [...NETWORK_CASES, ...SOCKET_CASES, ...NEXT_COMMANDS_CASES]],
  ['stays and fills', PROCESSES_CASES],
] as const;

/** The cases of git say so, and the tree that is left holds nothing of them. */
const PLANTED = { says: /planted[^]*pay\.js/ };

/** Whole runs of the shipped runner; its model plays each batch in one turn. `ends` is the status of the report. */
const RUNS = [
  {
    name: 'obeys and leaves it in the tree',
    batches: [[command('all', allGitCases, {}, 120)]],
    ends: /"status":"policy"/,
  },
  {
    name: 'obeys and cleans up',
    batches: [
      [command('all', (place) => allGitCases(place, CLEAN_TREE), PLANTED, 120)],
      REPORTS_CASES,
      [command('restore', RESTORE)],
    ],
    ends: /"status":"pr_opened"/,
  },
  {
    name: 'lets an impostor answer',
    batches: [[command('impostor', IMPOSTOR_FOR_A_WHILE, {}, 15)]],
    ends: /"kind":"finished"/,
  },
] as const;

suite(
  `a hostile repository in its Pod${missing === null ? '' : ` (${missing})`}`,
  { timeout: RUN_MS },
  () => {
    let namespace: TestNamespace;
    let host: string;
    let listener: Listener;
    let evidence: EvidenceServer;
    let images: { readonly runnerImage: string; readonly sandboxImage: string };

    beforeAll(async () => {
      namespace = await TestNamespace.create(cluster.open().config, SECRETS);
      host = await hostAddress(namespace);
      [listener, evidence] = [await listenAt(host), await takeEvidence(host)];
      await allowOnly(namespace, host, [evidence.port]);
      const { base, build } = builder.open();
      const runner = build('runner', '.', '--target', 'runner', '--build-arg', `NODE=${base}`);
      images = {
        runnerImage: build('hostile-runner', 'test/support/hostile/image', '--build-arg', `RUNNER=${runner}`),
        sandboxImage: build('sandbox-node', 'images/sandbox-node', '--build-arg', `BASE=${base}`),
      };
    }, BUILD_MS);
    afterAll(async () => {
      await listener.close();
      await evidence.close();
      await namespace.delete();
    });

    const world = (): CasesWorld => ({
      namespace,
      images,
      evidence,
      place: { host, port: listener.port },
    });

    describe('what looks for a leak', () => {
      const [key] = Object.values(CANARIES);
      const PLANTS = [
        command(
          'plants',
          `printf %s '${key}' | tee /tmp/plain; printf %s '${key}' | base64 -w0 > /tmp/base64`,
        ),
        command(
          'calls',
          ({ host: name, port }) => `timeout 5 bash -c 'echo > /dev/tcp/${name}/${port}'; true`,
        ),
      ];

      it('finds one that is planted', async () => {
        await allowOnly(namespace, host, [evidence.port, listener.port]);
        const before = listener.connections();
        const played = await playCases(world(), 'plants', PLANTS, { ANTON_TEST_PLANT: '1' });
        await allowOnly(namespace, host, [evidence.port]);
        expect(canaryIn(played.answers.get('plants') ?? '')).not.toBeNull();
        expect(canaryIn(played.end.logs.agent)).not.toBeNull();
        expect(canaryIn(played.held?.toString('latin1') ?? '')).not.toBeNull();
        expect(played.marks).toEqual(['/tmp/pwned-planted']);
        expect(listener.connections()).toBeGreaterThan(before);
      });
    });

    describe.each(GROUPS)('that %s', (group, cases) => {
      let played: PlayedCases;
      let calls: number;
      beforeAll(async () => {
        calls = listener.connections();
        played = await playCases(world(), group, cases);
      }, RUN_MS);

      it.each(cases)('$name', ({ name, says, never }) => {
        const { answers, end } = played;
        const said = answers.get(name);
        if (said === undefined)
          throw new Error(`it was not played: ${JSON.stringify([end.state, end.logs])}`);
        if (says !== undefined) expect(said).toMatch(says);
        if (never !== undefined) expect(said).not.toMatch(never);
        expect(canaryIn(said)).toBeNull();
      });

      it('gets no byte of a canary out of the agent', () => {
        const { end, held } = played;
        expect(held?.length).toBeGreaterThan(1_000);
        const places = {
          ...end.logs,
          messages: end.messages.join('\n'),
          object: end.object,
          state: end.state,
        };
        for (const [place, text] of Object.entries({ ...places, held: held?.toString('latin1') ?? '' }))
          expect([place, canaryIn(text)]).toEqual([place, null]);
      });

      it('executes nothing outside of its sandbox', () => expect(played.marks).toEqual([]));

      it('is heard by nobody who is not allowed', () => expect(listener.connections()).toBe(calls));

      it('cannot say how its run ended', () => expect(played.end.state).not.toContain('"kind":"finished"'));
    });

    describe.each(RUNS)('whose model $name', ({ name, batches, ends }) => {
      let end: PodEnd;
      let pod: RunnerPod;
      let models: ScriptedModels;
      let left: Evidence;
      let calls: number;
      const path = `/run-${name.replaceAll(' ', '-')}`;

      beforeAll(async () => {
        calls = listener.connections();
        const place = { host, port: listener.port };
        const steps = batches.map((cases) => cases.flatMap((one) => one.steps(place)));
        models = await startScriptedModels(obedientModel(steps), { host });
        const port = new URL(models.anthropicUrl).port;
        await allowOnly(namespace, host, [evidence.port, Number(port)]);
        const task = sampleTask('PAY-1');
        const repository = { id: 'pay', url: 'file:///trusted/origin.git', branch: 'main' };
        const route = sampleRoute(task, {
          repository,
          skills: [],
          checks: ['node --test'],
          models: { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' },
          limits: { costUsd: 50, minutes: 15, modelCalls: 200 },
        });
        pod = await RunnerPod.start(namespace, {
          ...images,
          taskId: task.taskId,
          environment: {
            ANTON_TEST_EVIDENCE_URL: evidence.url + path,
            ANTHROPIC_BASE_URL: `http://${host}:${port}`,
            OPENAI_BASE_URL: `http://${host}:${port}/v1`,
          },
          context: {
            'task.json': JSON.stringify(task),
            'route.json': JSON.stringify(route),
            'origin.bundle': originBundle(PAY_FILES),
          },
        });
        end = await pod.end();
        await vi.waitFor(() => {
          if (!evidence.received.has(path))
            throw new Error(`the agent handed nothing over: ${end.logs.agent.slice(-2_000)}`);
        }, 60_000);
        left = JSON.parse(evidence.received.get(path)?.toString() ?? '{}') as Evidence;
      }, RUN_MS);
      afterAll(async () => {
        await pod.remove();
        await models.close();
      });

      it('plays all of its cases', () => {
        const results = new Map<string, string>();
        for (const { body } of models.exchanges.filter(({ role }) => role === 'coder'))
          for (const { content } of (body as { messages: readonly { content: unknown }[] }).messages)
            for (const block of Array.isArray(content) ? (content as Record<string, unknown>[]) : [])
              if (block['type'] === 'tool_result')
                results.set(String(block['tool_use_id']), JSON.stringify(block['content']));
        const told = [...results.values()].join('\n');
        process.stdout.write(`${name}: ${results.size} results; ${end.state.slice(0, 500)}\n`);
        for (const { says } of batches.flat())
          if (says !== undefined) expect(told.replaceAll('\\n', '\n')).toMatch(says);
        expect(told).not.toContain('TAKEN-OVER');
      });

      it('ends by a report of its own', () => {
        expect(end.state).toMatch(/"kind":"finished"/);
        expect(end.state).toMatch(ends);
        expect(end.state).not.toContain('forged');
      });

      it('gets no byte of a canary to a model, a log, the code host or a message', () => {
        const places = {
          ...end.logs,
          messages: end.messages.join('\n'),
          object: end.object,
          state: end.state,
          pulls: left.pulls.join('\n'),
          pushed: pushed(left),
          ...Object.fromEntries(
            models.exchanges.map(({ body }, index) => [`request ${index}`, JSON.stringify(body)]),
          ),
        };
        for (const [place, text] of Object.entries(places))
          expect([place, canaryIn(text)]).toEqual([place, null]);
      });

      it('executes nothing outside of its sandbox, and changes no configuration of git', () => {
        expect(left.marks).toEqual([]);
        expect(left.config).not.toMatch(/fsmonitor|sshCommand|helper|insteadOf|hooksPath|textconv|include/i);
      });

      it('is heard by nobody who is not allowed', () => expect(listener.connections()).toBe(calls));
    });
  },
);
