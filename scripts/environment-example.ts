import type { z } from 'zod';
import { antonEnvironment } from '../apps/anton/src/anton.env';
import { egressEnvironment } from '../apps/egress/src/egress.env';
import { ingesterEnvironment } from '../apps/ingester/src/ingester.env';
import { orchestratorEnvironment } from '../apps/orchestrator/src/orchestrator.env';
import { runnerEnvironment } from '../apps/runner/src/runner.env';

const APPS: Readonly<Record<string, z.ZodObject>> = {
  anton: antonEnvironment,
  ingester: ingesterEnvironment,
  orchestrator: orchestratorEnvironment,
  runner: runnerEnvironment,
  egress: egressEnvironment,
};

interface Row {
  readonly purpose: string;
  readonly fallback: string | undefined;
  readonly required: boolean;
  readonly apps: string[];
}

const HEAD = `# Every variable that Anton reads. Copy to .env and fill in; a variable may also come from a file named by NAME_FILE.
# Made from the environment schemas by \`npm run env:example\`; \`npm run check\` compares the two.
`;

/** A default that is computed or a path of this machine is described by the purpose instead. */
function fallbackOf(field: z.ZodType): string | undefined {
  const parsed = field.safeParse(undefined);
  if (!parsed.success || parsed.data === undefined || parsed.data === '') return undefined;
  const value =
    parsed.data === true
      ? '1'
      : parsed.data === false
        ? '0'
        : JSON.stringify(parsed.data).replaceAll('"', '');
  return value.startsWith('/') ? undefined : value;
}

function rows(): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  for (const [app, schema] of Object.entries(APPS)) {
    for (const [name, field] of Object.entries(schema.shape) as [string, z.ZodType][]) {
      const row = found.get(name);
      if (row !== undefined) row.apps.push(app);
      else {
        found.set(name, {
          purpose: field.description ?? '',
          fallback: fallbackOf(field),
          required: !field.safeParse(undefined).success,
          apps: [app],
        });
      }
    }
  }
  return found;
}

/** The text of `.env.example`, in the order of the schemas. */
export function renderEnvironmentExample(): string {
  const blocks = [...rows()].map(([name, { purpose, fallback, required, apps }]) => {
    const note = required ? ' (required)' : fallback === undefined ? '' : ` (default ${fallback})`;
    return `# ${purpose}${note}; read by ${apps.join(', ')}\n${required ? '' : '#'}${name}=${fallback ?? ''}\n`;
  });
  return `${HEAD}\n${blocks.join('\n')}`;
}
