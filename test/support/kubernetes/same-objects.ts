import { nameOf, type Rendered } from './rendered';

/** What kustomize appends to the name of a ConfigMap that it makes. */
const HASH = /^(anton-(?:ingester|orchestrator|egress))-[a-z0-9]{10}$/;
/** What the chart has instead of it. */
const CHECKSUM = 'checksum/settings';

function isNothing(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** One form for what means the same: lists of objects in one order, no hash, no empty metadata. */
function normal(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(HASH, '$1');
  if (Array.isArray(value)) {
    const items = value.map(normal);
    const areObjects = items.every((item) => typeof item === 'object');
    return areObjects ? items.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== CHECKSUM)
    .map(([key, one]) => [key, normal(one)] as const)
    .filter(([key, one]) => !((key === 'annotations' || key === 'labels') && isNothing(one)));
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));
}

/** Objects by their names, in a form in which two renderings can be compared. */
export function comparable(objects: readonly Rendered[]): Record<string, unknown> {
  const normalised = objects.map((object) => normal(object) as Rendered);
  return Object.fromEntries(normalised.map((object) => [nameOf(object), object]));
}
