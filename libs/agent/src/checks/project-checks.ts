import type { CheckOrigin } from './check-session';
import { nodeChecks } from './node-checks';
import type { PlannedCheck } from './planned-check';
import { pytestChecks, unittestChecks } from './python-checks';
import type { Root } from './repository-root';
import { agentsMd } from './stated-checks';

type Found = Promise<readonly PlannedCheck[]> | readonly PlannedCheck[];
type Detector = (root: Root, top: Root) => Found;

function firstOf(root: Root, names: readonly string[], command: string): readonly PlannedCheck[] {
  return names.some((name) => root.has(name)) ? [{ command }] : [];
}

/** `-B` asks nothing, `-ntp` shows no progress of downloads, `-fae` tests the modules behind a red one as well. */
function maven(root: Root): readonly PlannedCheck[] {
  const flags = '-B -ntp -fae test';
  return root.has('mvnw') ? [{ command: `sh ./mvnw ${flags}` }] : firstOf(root, ['pom.xml'], `mvn ${flags}`);
}

/** A daemon would outlive the command. Tests that are up to date or cached would not run. */
function gradle(root: Root): readonly PlannedCheck[] {
  const flags = '--no-daemon --console=plain --no-build-cache --continue cleanTest test';
  if (root.has('gradlew')) return [{ command: `sh ./gradlew ${flags}` }];
  return firstOf(root, ['build.gradle', 'build.gradle.kts'], `gradle ${flags}`);
}

/** In this order (`agent-loop` 5.3, 10); anton.yml comes before them. `-count=1`: results of Go are not taken from its cache. */
const DETECTORS: readonly (readonly [CheckOrigin, Detector])[] = [
  ['AGENTS.md', agentsMd],
  ['package.json', nodeChecks],
  ['maven', maven],
  ['gradle', gradle],
  ['pytest', pytestChecks],
  ['unittest', unittestChecks],
  ['go', (root) => firstOf(root, ['go.mod'], 'go test -json -count=1 ./...')],
  ['cargo', (root) => firstOf(root, ['Cargo.toml'], 'cargo test --no-fail-fast')],
];

/** The checks of one folder. */
export interface ProjectChecks {
  readonly origin: CheckOrigin;
  readonly checks: readonly PlannedCheck[];
}

/** What the files in `root` say about how it is tested, or null; `top` is the repository's top. */
export async function projectChecks(root: Root, top: Root = root): Promise<ProjectChecks | null> {
  for (const [origin, detect] of DETECTORS) {
    const checks = await detect(root, top);
    if (checks.length > 0) return { origin, checks };
  }
  return null;
}
