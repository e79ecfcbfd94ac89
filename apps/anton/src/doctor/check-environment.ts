import { BadEnvironmentError, readVariable } from '@anton/platform';
import { readAntonEnvironment, type AntonEnvironment } from '../anton.env';
import type { Variables } from '../operator/variables';
import { bad, good, warning, type Finding } from './finding';

const SOURCES = ['JIRA', 'DATADOG', 'SONAR'] as const;

/** The environment, when it can be used, and one finding per variable that cannot. */
export function checkEnvironment(variables: Variables): {
  readonly environment: AntonEnvironment | null;
  readonly findings: Finding[];
} {
  try {
    // `anton start` knows one executor; the orchestrator, whose environment this may be, has another one.
    const isCluster = variables['ANTON_EXECUTOR'] === 'kubernetes';
    const environment = readAntonEnvironment(isCluster ? { ...variables, ANTON_EXECUTOR: '' } : variables);
    return {
      environment,
      findings: [good('environment', 'every variable is usable'), ...checkSecrets(variables)],
    };
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
