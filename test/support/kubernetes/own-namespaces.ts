import { randomBytes } from 'node:crypto';
import type { Kubectl } from './kubectl';
import type { Rendered } from './rendered';

/** The namespaces of the manifests. */
const NAMES = ['anton', 'agents'] as const;
type Name = (typeof NAMES)[number];

/** Fields whose value is the name of a namespace. */
const IS_NAMESPACE = new Set(['namespace', 'kubernetes.io/metadata.name']);

/** Two namespaces of one suite in the place of `anton` and `agents`, so that no installation of theirs is touched. */
export class OwnNamespaces {
  private readonly suffix = randomBytes(4).toString('hex');
  readonly anton = this.nameOf('anton');
  readonly agents = this.nameOf('agents');

  constructor(private readonly kubectl: Kubectl) {}

  /** The same objects for these namespaces. */
  move(objects: readonly Rendered[]): Rendered[] {
    return objects.map((object) => {
      const moved = this.walk(object) as Rendered;
      if (moved.kind !== 'Namespace') return moved;
      return { ...moved, metadata: { ...moved.metadata, name: this.moved(moved.metadata.name) } };
    });
  }

  async delete(): Promise<void> {
    const flags = ['--ignore-not-found', '--wait=false'];
    await this.kubectl.run(['delete', 'namespace', this.anton, this.agents, ...flags]);
  }

  private nameOf(name: Name): string {
    return `${name}-test-${this.suffix}`;
  }

  private moved(name: string): string {
    return (NAMES as readonly string[]).includes(name) ? this.nameOf(name as Name) : name;
  }

  private walk(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.walk(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        IS_NAMESPACE.has(key) && typeof one === 'string' ? this.moved(one) : this.walk(one),
      ]),
    );
  }
}
