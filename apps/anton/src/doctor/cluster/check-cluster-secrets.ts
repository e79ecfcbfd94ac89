import type { ClusterView } from '@anton/dispatcher';
import { bad, good, warning, type Finding } from '../finding';
import type { Installation } from './installation';

interface WantedSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  /** Keys that have to be there, and may hold nothing. */
  readonly mayBeEmpty?: readonly string[];
}

/** By the names and keys that the manifests mount. */
function wanted({ control, runs, hasProxy }: Installation): WantedSecret[] {
  const ai = { name: 'ai-secrets', keys: ['anthropic_api_key', 'openai_api_key'] };
  const github = { name: 'github-secrets', keys: ['pat'] };
  const egress = { name: 'egress-secrets', keys: ['agent_password'] };
  const webhook = { name: 'webhook-secrets', keys: ['secret_token'], mayBeEmpty: ['secret_token_previous'] };
  const uri = ['broker-secrets', 'database-secrets'].map((name) => ({ name, keys: ['uri'] }));
  const both = [ai, github, ...(hasProxy ? [egress] : [])];
  const all = [
    ...[webhook, ...uri, ...both].map((secret) => ({ namespace: control, ...secret })),
    ...(control === runs ? [] : both.map((secret) => ({ namespace: runs, ...secret }))),
  ];
  return all;
}

/** Whether the Secrets are there with their keys. What they hold is not looked at, but for whether it is nothing. */
export async function checkClusterSecrets(view: ClusterView, installation: Installation): Promise<Finding[]> {
  return Promise.all(
    wanted(installation).map(async (secret) =>
      findingOf(secret, await view.secretKeys(secret.namespace, secret.name)),
    ),
  );
}

function findingOf(
  { namespace, name, keys, mayBeEmpty = [] }: WantedSecret,
  found: ReadonlyMap<string, boolean> | 'absent' | 'denied',
): Finding {
  const check = `Secret ${namespace}/${name}`;
  const files = [...keys, ...mayBeEmpty].map((key) => `--from-file=${key}`).join(' ');
  const create = `kubectl -n ${namespace} create secret generic ${name} ${files}`;
  if (found === 'absent') return bad(check, 'is not there', create);
  if (found === 'denied') {
    const list = `kubectl -n ${namespace} describe secret ${name}`;
    return warning(
      check,
      'you may not read it',
      `Ask whoever may: ${list} shows its keys (${[...keys, ...mayBeEmpty].join(', ')}).`,
    );
  }
  const missing = [...keys, ...mayBeEmpty].filter((key) => !found.has(key));
  if (missing.length > 0)
    return bad(check, `has no key ${missing.join(', ')}`, `Add it, or make it anew: ${create}`);
  const empty = keys.filter((key) => found.get(key) === false);
  if (empty.length > 0) return bad(check, `holds nothing as ${empty.join(', ')}`, `Make it anew: ${create}`);
  return good(check, `has ${[...keys, ...mayBeEmpty].join(', ')}`);
}
