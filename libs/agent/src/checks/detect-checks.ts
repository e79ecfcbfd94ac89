import type { Workspace } from '@anton/workspace';
import type { CheckOrigin, CheckPlan } from './check-session';
import { nodeChecks } from './node-checks';
import { pythonChecks } from './python-checks';
import { rootOf, type Root } from './repository-root';
import { agentsMd, antonYml } from './stated-checks';

type Detector = (root: Root) => Promise<readonly string[]> | readonly string[];

function firstOf(root: Root, names: readonly string[], command: string): readonly string[] {
  return names.some((name) => root.has(name)) ? [command] : [];
}

/** `-B` asks nothing, `-ntp` shows no progress of downloads. */
function maven(root: Root): readonly string[] {
  return root.has('mvnw') ? ['sh ./mvnw -B -ntp test'] : firstOf(root, ['pom.xml'], 'mvn -B -ntp test');
}

/** A daemon would outlive the command. */
function gradle(root: Root): readonly string[] {
  const flags = '--no-daemon --console=plain test';
  if (root.has('gradlew')) return [`sh ./gradlew ${flags}`];
  return firstOf(root, ['build.gradle', 'build.gradle.kts'], `gradle ${flags}`);
}

/** In this order (`agent-loop` 5.3, 10). */
const DETECTORS: readonly (readonly [CheckOrigin, Detector])[] = [
  ['anton.yml', antonYml],
  ['AGENTS.md', agentsMd],
  ['package.json', nodeChecks],
  ['maven', maven],
  ['gradle', gradle],
  ['pytest', pythonChecks],
  ['go', (root) => firstOf(root, ['go.mod'], 'go test ./...')],
  ['cargo', (root) => firstOf(root, ['Cargo.toml'], 'cargo test --quiet')],
];

/**
 * The gate of a repository: the template's commands, else what the repository itself says; null when it says nothing.
 * @throws UnreadableChecksError for an anton.yml that cannot be understood
 */
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
