import type { CheckPlan } from '@anton/agent';
import { quote } from 'shell-quote';

type Select = (command: string, files: readonly string[]) => string | null;

const JAVASCRIPT = /\.(?:test|spec)\.[cm]?[jt]sx?$/;
const PYTHON = /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/;
const JVM = /(?:^|\/)src\/test\/.*\/(\w+)\.(?:java|kt|groovy|scala)$/;

/** The command with the files behind it; npm wants dashes before what it hands on. */
function withFiles(pattern: RegExp): Select {
  return (command, files) => {
    const own = files.filter((file) => pattern.test(file));
    if (own.length === 0) return null;
    const needsDashes = /\bnpm run\b/.test(command) && !command.includes(' -- ');
    return `${command}${needsDashes ? ' --' : ''} ${quote(own)}`;
  };
}

const byClass: Select = (command, files) => {
  const classes = files.flatMap((file) => JVM.exec(file)?.[1] ?? []);
  if (classes.length === 0) return null;
  const tolerant = '-DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false';
  return `${command} -Dtest=${classes.join(',')} ${tolerant}`;
};

const byPackage: Select = (command, files) => {
  const tests = files.filter((file) => file.endsWith('_test.go'));
  const folders = new Set(tests.map((file) => `./${file.slice(0, Math.max(file.lastIndexOf('/'), 0))}`));
  return folders.size === 0 ? null : command.replace(/ \.\/\.\.\.$/, ` ${quote([...folders])}`);
};

/** Commands whose tests can be chosen; of others all are run, which takes longer and shows the same. */
const SELECTIONS: readonly (readonly [RegExp, Select])[] = [
  [/^(?:mvn|sh \.\/mvnw) [^&|;]*\btest$/, byClass],
  [/^go test [^&|;]*\.\/\.\.\.$/, byPackage],
  [/^(?:python3? -m )?pytest\b[^&|;]*$/, withFiles(PYTHON)],
  [/^node --test$/, withFiles(JAVASCRIPT)],
];
/** Reports that vitest, jest and node:test write when a script of package.json runs them: these take files. */
const TAKES_FILES = /vitest\.xml|jest\.json|node\.xml/;

/** The plan for the given files of tests alone; null when its runner cannot choose. */
export function selectedTests(plan: CheckPlan, files: readonly string[]): CheckPlan | null {
  const [command, ...others] = plan.commands;
  if (command === undefined || others.length > 0 || command.startsWith('cd ')) return null;
  const reporting = plan.reporting?.[command];
  const select =
    SELECTIONS.find(([pattern]) => pattern.test(command))?.[1] ??
    (TAKES_FILES.test(reporting ?? '') ? withFiles(JAVASCRIPT) : null);
  const chosen = select?.(command, files) ?? null;
  if (select === null || chosen === null) return null;
  const reported = reporting === undefined ? null : select(reporting, files);
  return {
    ...plan,
    commands: [chosen],
    reporting: reported === null ? {} : { [chosen]: reported },
  };
}
