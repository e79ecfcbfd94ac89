import { parse } from 'yaml';
import type { Workspace } from '@anton/workspace';
import type { CheckOrigin, CheckPlan } from './check-session';
import { nodeChecks } from './node-checks';
import { rootOf, type Root } from './repository-root';

type Detector = (root: Root) => Promise<readonly string[]> | readonly string[];

function firstOf(root: Root, names: readonly string[], command: string): readonly string[] {
  return names.some((name) => root.has(name)) ? [command] : [];
}

async function antonYml(root: Root): Promise<readonly string[]> {
  const name = ['anton.yml', 'anton.yaml'].find((file) => root.has(file));
  if (name === undefined) return [];
  const { test } = (parse(await root.text(name)) ?? {}) as { test?: unknown };
  return (Array.isArray(test) ? test : [test]).filter(
    (command): command is string => typeof command === 'string',
  );
}

/** A fenced block of AGENTS.md whose line is `test: COMMAND`. */
async function agentsMd(root: Root): Promise<readonly string[]> {
  if (!root.has('AGENTS.md')) return [];
  const blocks = (await root.text('AGENTS.md')).match(/```[\s\S]*?```/g) ?? [];
  return blocks.flatMap((block) => /^test:[ \t]*(\S.*)$/m.exec(block)?.[1] ?? []).slice(0, 1);
}

function maven(root: Root): readonly string[] {
  if (root.has('mvnw')) return ['sh ./mvnw -B -ntp test'];
  return firstOf(root, ['pom.xml'], 'mvn -B -ntp test');
}

function gradle(root: Root): readonly string[] {
  const flags = '--no-daemon --console=plain test';
  if (root.has('gradlew')) return [`sh ./gradlew ${flags}`];
  return firstOf(root, ['build.gradle', 'build.gradle.kts'], `gradle ${flags}`);
}

async function pytest(root: Root): Promise<readonly string[]> {
  const command = 'python3 -m pytest -q -p no:cacheprovider';
  if (root.has('pytest.ini') || root.has('tox.ini') || root.has('conftest.py')) return [command];
  for (const name of ['pyproject.toml', 'setup.cfg'])
    if (root.has(name) && (await root.text(name)).includes('pytest')) return [command];
  const isPython = ['pyproject.toml', 'setup.cfg', 'setup.py', 'requirements.txt'].some((name) =>
    root.has(name),
  );
  return isPython && root.has('tests') ? [command] : [];
}

/** In this order (`agent-loop` 5.3, 10). */
const DETECTORS: readonly (readonly [CheckOrigin, Detector])[] = [
  ['anton.yml', antonYml],
  ['AGENTS.md', agentsMd],
  ['package.json', nodeChecks],
  ['maven', maven],
  ['gradle', gradle],
  ['pytest', pytest],
  ['go', (root) => firstOf(root, ['go.mod'], 'go test ./...')],
  ['cargo', (root) => firstOf(root, ['Cargo.toml'], 'cargo test --quiet')],
];

/** The gate of a repository: the template's commands, else what the repository itself says; null when it says nothing. */
export async function detectChecks(
  workspace: Workspace,
  templateChecks: readonly string[],
): Promise<CheckPlan | null> {
  if (templateChecks.length > 0) return { commands: templateChecks, origin: 'template' };
  const root = await rootOf(workspace);
  for (const [origin, detect] of DETECTORS) {
    const commands = await detect(root);
    if (commands.length > 0) return { commands, origin };
  }
  return null;
}
