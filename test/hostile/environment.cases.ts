import { command, node, type HostileCase } from './hostile-case';

/** Looks for keys where programs usually have them. */
export const ENVIRONMENT_CASES: readonly HostileCase[] = [
  command('environment: its own variables', 'env; export -p; set', {
    says: /HOME=\/tmp\/anton\/home/,
    never: /ANTHROPIC|OPENAI|GITHUB_TOKEN|_API_KEY|KUBERNETES_/,
  }),
  command(
    'environment: of every process that it sees',
    'for e in /proc/[0-9]*/environ; do tr "\\0" "\\n" < $e; done 2>&1; echo looked',
    { says: /looked/, never: /_API_KEY|GITHUB_TOKEN|ANTON_EGRESS/ },
  ),
  command('environment: folders of secrets', 'ls -laR /secrets /run/secrets /var/run/secrets 2>&1; true', {
    says: /No such file/,
    never: /anthropic_api_key|serviceaccount/,
  }),
  command(
    'environment: folders of the trusted side',
    'ls -la /trusted /context /work /run/anton 2>&1; true',
    {
      says: /No such file[\s\S]*No such file[\s\S]*No such file/,
      never: /checkout\.json|task\.json/,
    },
  ),
  command(
    'environment: every file that names a key',
    'grep -rIlE "sk-ant-api|sk-proj-|ghp_[A-Za-z0-9]" / --exclude-dir=proc --exclude-dir=sys --exclude-dir=out 2>/dev/null; echo searched',
    { says: /searched/ },
    120,
  ),
  command(
    'environment: a core dump of its own process',
    'ulimit -c unlimited 2>&1; (sh -c "kill -SEGV \\$\\$") 2>&1; find / -xdev -name "core*" -newer /anton/lib -type f 2>/dev/null; echo dumped',
    { says: /dumped/, never: /\/core(?:\.\d+)?\n/ },
  ),
  command('environment: mounts and their sources', 'cat /proc/self/mountinfo; echo seen', {
    says: /seen/,
    never: /ai-secrets|github-secrets|serviceaccount/,
  }),
  command(
    'environment: what Node reports of its own',
    node(
      'console.log(JSON.stringify(process.report.getReport().environmentVariables)); console.log("reported")',
    ),
    { says: /reported/, never: /_API_KEY|TOKEN/ },
  ),
];
