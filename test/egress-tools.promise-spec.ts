import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxProxyEnvironment } from '@anton/egress';
import { startGitHubServer, type GitHubServer } from '@anton/simulation';
import { makeAuthority, type Authority } from './support/egress/authority';
import { AGENT_PASSWORD, EgressWorld } from './support/egress/egress-world';
import { startEnterpriseServer, type EnterpriseServer } from './support/egress/enterprise-server';
import { lanAddress } from './support/egress/lan-address';
import { startPackageRegistry, type PackageRegistry } from './support/egress/package-registry';
import { startRelay, type Relay } from './support/egress/relay';
import { RunnerWorld } from './support/runner/runner-world';
import { APPROVES, bash, finish, GOOD } from './support/runner/turns';
import { missingProgram } from './support/toolchains/missing-program';

const TOKEN = 'ghp_canaryCANARYcanary0123456789abcdefgh';
const lan = lanAddress() ?? '';
const missing =
  missingProgram({ curl: 'curl', openssl: 'openssl', gh: 'gh', python3: 'python3', pip3: 'python3-pip' }) ??
  (existsSync('/usr/sbin/squid') ? null : 'no squid here: apt-get install squid') ??
  (lan === '' ? 'this machine has no address but loopback' : null);
const noMaven = missingProgram({ mvn: 'maven' });
const noGradle = missingProgram({ gradle: 'gradle' });

/** Processes that hold `secret` in their arguments or environment: the name of the program, and where. */
function holdersOf(secret: string): string[] {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) =>
      ['cmdline', 'environ']
        .filter((file) => read(`/proc/${pid}/${file}`).includes(secret))
        .map((file) => `${read(`/proc/${pid}/comm`).trim()} ${file}`),
    );
}

describe.skipIf(missing !== null)(
  `tools by the proxy of the runs${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let dir: string;
    let authority: Authority;
    let registry: PackageRegistry;
    let enterprise: EnterpriseServer;
    let models: Relay;
    let egress: EgressWorld;
    let github: GitHubServer;
    let world: RunnerWorld | undefined;
    let held: string[] = [];

    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'anton-egress-tools-'));
      authority = await makeAuthority(dir, 'ghe.test');
      registry = await startPackageRegistry(lan, dir);
      enterprise = await startEnterpriseServer(lan, authority, () => github);
      models = await startRelay(lan, () => Number(new URL(world?.models.anthropicUrl ?? '').port));
      egress = await EgressWorld.open({
        egress: [`registry.test:${registry.port}`],
        agentHosts: [`ghe.test:${enterprise.port}`, `models.test:${models.port}`],
        mayBePrivate: ['registry.test', 'ghe.test', 'models.test'],
        hosts: [`${lan} registry.test ghe.test models.test`],
      });
    });
    afterAll(async () => {
      await egress.close();
      await models.close();
      await enterprise.close();
      await registry.close();
      await world?.close();
      await github.close();
      rmSync(dir, { recursive: true, force: true });
    });

    const at = (path: string): string => `http://registry.test:${registry.port}${path}`;
    const here = (name: string): string => {
      const folder = join(dir, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    };
    /** A command of the repository: nothing in its environment but the proxy. */
    const command = (program: string, args: readonly string[], cwd = dir, more = {}) =>
      execa(program, args, {
        cwd,
        extendEnv: false,
        reject: false,
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: here('home'),
          ...sandboxProxyEnvironment(egress.url),
          ...more,
        },
      });
    const blockedSince = async (since: number): Promise<string[]> =>
      (await egress.blocked(since)).map(({ host }) => host);

    it('curl, npm and pip find it by the environment of commands', { timeout: 90_000 }, async () => {
      expect((await command('curl', ['-q', '-sf', at('/anton-probe')])).stdout).toContain('anton-probe');
      const npm = ['view', 'anton-probe', 'version', '--registry', at('/')];
      expect((await command('npm', npm)).stdout).toBe('1.2.3');
      const pip = ['download', '--no-deps', '--index-url', at('/simple'), '--trusted-host', 'registry.test'];
      const downloaded = await command('pip3', [...pip, 'anton-probe'], here('wheels'));
      expect(downloaded.stderr).not.toContain('ERROR');
      expect(readdirSync(here('wheels'))).toEqual(['anton_probe-1.0-py3-none-any.whl']);
      expect(registry.asked.length).toBeGreaterThanOrEqual(4);
    });

    it('git of a command does not reach the code host', async () => {
      const url = `https://ghe.test:${enterprise.port}/acme/payments.git`;
      const { stderr, exitCode } = await command('git', ['ls-remote', url]);
      expect(exitCode).toBe(128);
      expect(stderr).toContain('403');
    });

    it.skipIf(noMaven !== null)(
      `Maven asks it, and prints nothing of it${noMaven ?? ''}`,
      { timeout: 120_000 },
      async () => {
        const since = Date.now();
        const folder = here('maven');
        writeFileSync(
          join(folder, 'pom.xml'),
          '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version></project>',
        );
        const { stdout, stderr } = await command(
          'mvn',
          ['-B', `-Dmaven.repo.local=${here('m2')}`, 'test'],
          folder,
        );
        expect(stdout).toContain('repo.maven.apache.org');
        expect(stderr).not.toContain('Picked up');
        expect(await blockedSince(since)).toContain('repo.maven.apache.org');
      },
    );

    it.skipIf(noGradle !== null)(
      `Gradle asks it, its daemon too${noGradle ?? ''}`,
      { timeout: 170_000 },
      async () => {
        const since = Date.now();
        const folder = here('gradle');
        writeFileSync(
          join(folder, 'build.gradle'),
          "apply plugin: 'java'\nrepositories { maven { url 'https://repo.gradle.test/m2' } }\ndependencies { compile 'a:b:1' }\ntask probe { doLast { configurations.compile.files } }\n",
        );
        writeFileSync(join(folder, 'settings.gradle'), '');
        const args = ['--console', 'plain', '-g', here('gradle-home'), 'probe'];
        await command('gradle', args, folder, { JAVA_HOME: process.env['JAVA_HOME'] ?? '' });
        await command('gradle', ['-g', here('gradle-home'), '--stop'], folder);
        expect(await blockedSince(since)).toContain('repo.gradle.test');
      },
    );

    it(
      'a whole run leaves by it: models, clone, push and pull request by the password, commands without',
      { timeout: 170_000 },
      async () => {
        const settings: Record<string, string> = {
          GITHUB_TOKEN: TOKEN,
          GITHUB_HOST: `ghe.test:${enterprise.port}`,
          NODE_EXTRA_CA_CERTS: authority.file,
          ANTON_EGRESS_URL: egress.url,
          ANTON_EGRESS_PASSWORD_FILE: egress.at('password'),
          ANTHROPIC_BASE_URL: `http://models.test:${models.port}`,
          OPENAI_BASE_URL: `http://models.test:${models.port}/v1`,
        };
        const tries = `curl -q -s -m 9 https://evil.example.test/ || echo refused $?; curl -q -s -m 9 http://models.test:${models.port}/ | grep -o 'Access Denied' | head -1; curl -q -s -m 9 ${at('/anton-probe')} | head -c 30; echo; echo credentials: $(env | grep -ci agent:)`;
        world = await RunnerWorld.open(
          { coder: [bash(tries), GOOD, finish()], reviewer: [APPROVES] },
          {
            variables: settings,
            route: {
              repository: {
                id: 'payments',
                url: `https://ghe.test:${enterprise.port}/acme/payments.git`,
                branch: 'main',
              },
              egress: [`registry.test:${registry.port}`],
            },
          },
        );
        const { pathname } = new URL(world.models.openaiUrl);
        settings['OPENAI_BASE_URL'] = `http://models.test:${models.port}${pathname === '/' ? '' : pathname}`;
        const repository = { owner: 'acme', name: 'payments', bareDir: world.bare, token: TOKEN };
        held = [];
        github = await startGitHubServer({
          repositories: [repository],
          onRequest: () => held.push(...holdersOf(AGENT_PASSWORD)),
        });
        const { report, stdout, stderr, trajectory } = await world.run();
        expect(report).toMatchObject({
          status: 'pr_opened',
          proof: { kind: 'red_green' },
          review: { verdict: 'approved' },
          blocked: expect.arrayContaining([{ host: 'evil.example.test', port: 443, times: 1 }]) as unknown,
        });
        const said = world.answer(0);
        expect(said).toContain('refused');
        expect(said).toContain('Access Denied');
        expect(said).toContain('"name":"anton-probe"');
        expect(said).toContain('\ncredentials: 0');

        const [pullRequest] = github.pullRequests('acme', 'payments');
        expect(pullRequest?.body).toContain(`the line is \`egress: [registry.test:${registry.port}, `);
        expect(pullRequest?.body).toContain('in `templates/node-service/template.yaml`');
        expect(world.branches()).toEqual([world.branch]);

        const kinds = new Set(github.requests.map(({ kind }) => kind));
        expect(kinds).toEqual(new Set(['git', 'api']));
        expect(new Set(held)).toEqual(new Set(['gh environ']));
        for (const text of [stdout, stderr, trajectory, egress.process.lastLines(), JSON.stringify(report)])
          expect(text).not.toContain(AGENT_PASSWORD);
      },
    );

    /** `prepare` of a Pod: the clone alone. */
    const prepare = (name: string, password: string) => {
      const at_ = (folder: string): string => here(join(name, folder));
      const places = ['--trusted', at_('trusted'), '--checkout', at_('checkout'), '--tools', at_('tools')];
      const context = ['--context', join(world?.dir ?? '', 'context')];
      return execa(
        process.execPath,
        [resolve('dist/apps/runner/main.js'), 'prepare', ...context, ...places],
        {
          extendEnv: false,
          reject: false,
          env: {
            PATH: process.env['PATH'] ?? '',
            HOME: here('home'),
            GITHUB_TOKEN: TOKEN,
            GITHUB_HOST: `ghe.test:${enterprise.port}`,
            NODE_EXTRA_CA_CERTS: authority.file,
            ANTON_EGRESS_URL: egress.url,
            ANTON_EGRESS_PASSWORD: password,
          },
        },
      );
    };

    it('prepare of a Pod clones by the password', { timeout: 60_000 }, async () => {
      const { stdout } = await prepare('prepared', AGENT_PASSWORD);
      expect(stdout).toContain('"state":"done"');
      expect(readdirSync(here(join('prepared', 'checkout')))).toContain('pay.js');
    });

    it('a wrong password is told as such', { timeout: 60_000 }, async () => {
      const { exitCode, stderr } = await prepare('refused', 'x'.repeat(20));
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain('407');
      expect(stderr).toContain('give both sides the same password');
      expect(stderr).not.toContain('xxxx');
    });
  },
);
