import { BadEnvironmentError, readVariable } from '@anton/platform';
import { readAntonEnvironment, readOrchestratorEnvironment, type AntonEnvironment } from '../anton.env';
import type { Variables } from '../operator/variables';
import { bad, good, warning, type Finding } from './finding';

const SOURCES = ['JIRA', 'DATADOG', 'SONAR'] as const;

/** Whose environment it is. The orchestrator receives no webhooks. */
export const DOCTORED_APPS = ['anton', 'orchestrator'] as const;
export type DoctoredApp = (typeof DOCTORED_APPS)[number];

/** The application that an environment is made for, where nobody says it: only the orchestrator runs tasks as Jobs. */
export function doctoredApp(variables: Variables): DoctoredApp {
  return variables['ANTON_EXECUTOR'] === 'kubernetes' ? 'orchestrator' : 'anton';
}

/** The environment, when it can be used, and one finding per variable that cannot. */
export function checkEnvironment(
  variables: Variables,
  app: DoctoredApp,
): {
  readonly environment: AntonEnvironment | null;
  readonly findings: Finding[];
} {
  const usable = good('environment', 'every variable is usable');
  try {
    return app === 'orchestrator'
      ? { environment: readOrchestratorEnvironment(variables), findings: [usable] }
      : { environment: readAntonEnvironment(variables), findings: [usable, ...checkSecrets(variables)] };
  } catch (error) {
    if (!(error instanceof BadEnvironmentError)) throw error;
    const findings = error.problems.map(({ name, problem, purpose }) =>
      bad('environment', `${name}: ${problem}`, `Set ${name}${purpose === undefined ? '' : `, ${purpose}`}.`),
    );
    return { environment: null, findings };
  }
}

function checkSecrets(variables: Variables): Finding[] {
  return SOURCES.map((source) => {
    const own = readVariable(`WEBHOOK_SECRET_${source}`, variables) ?? '';
    const shared = source === 'DATADOG' ? '' : (readVariable('WEBHOOK_SECRET', variables) ?? '');
    const secret = own === '' ? shared : own;
    const check = `source ${source.toLowerCase()}`;
    if (secret === '')
      return warning(
        check,
        'does not start: it has no secret',
        `Set WEBHOOK_SECRET_${source}, if this source is wanted.`,
      );
    return secret.length < 16
      ? warning(check, 'its secret is shorter than 16 characters', 'Use a longer random secret.')
      : good(check, 'has a secret');
  });
}
