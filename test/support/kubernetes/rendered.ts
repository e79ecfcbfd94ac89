import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { Kubectl } from './kubectl';

/** An object of a manifest, as far as the tests look at it. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly template?: V1PodTemplateSpec };
  readonly [field: string]: unknown;
}

/** The objects of a text with YAML documents. @throws the first error of the text */
export function parseObjects(text: string): Rendered[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  for (const { errors } of documents) if (errors[0] !== undefined) throw errors[0];
  return documents.map((document) => document.toJS() as Rendered | null).filter((object) => object !== null);
}

/** What `kubectl kustomize` makes of a folder. */
export async function kustomize(dir: string): Promise<Rendered[]> {
  return parseObjects((await new Kubectl().run(['kustomize', dir])).stdout);
}

/** What kustomize makes of a folder with components on top, as an overlay of a user would have them. */
export async function kustomizeWith(base: string, components: readonly string[]): Promise<Rendered[]> {
  // Beside the others: kustomize takes relative paths only.
  const dir = await mkdtemp(resolve('manifests/overlays/.test-'));
  const from = (path: string): string => relative(dir, resolve(path));
  try {
    const overlay = { resources: [from(base)], components: components.map(from) };
    await writeFile(join(dir, 'kustomization.yaml'), stringify(overlay));
    return await kustomize(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** `Kind namespace/name` of an object. */
export const nameOf = ({ kind, metadata }: Rendered): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

/** The Pods that a workload would have, as objects; none for what is no workload. */
export function podsOf({ kind, metadata, spec }: Rendered): Rendered[] {
  const template = spec?.template;
  if (template?.spec === undefined) return [];
  const { name, namespace } = metadata;
  const labels = template.metadata?.labels ?? {};
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${kind.toLowerCase()}-${name}`.slice(0, 63),
        labels,
        ...(namespace === undefined ? {} : { namespace }),
      },
      spec: template.spec as Rendered['spec'] & object,
    },
  ];
}
