import { EventEmitter } from 'node:events';
import { API_KINDS, type ApiEvent, type ApiKind, type ApiObject } from './api-object';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396. */
function merged(target: unknown, patch: Tree): Tree {
  const result: Record<string, unknown> = isTree(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = isTree(value) ? merged(result[key], value) : value;
  }
  return result;
}

/** The objects of one namespace with all their changes: every change has a version of its own. */
export class ObjectStore {
  readonly events: ApiEvent[] = [];
  private readonly objects = new Map<string, ApiObject>();
  private readonly changes = new EventEmitter<{ change: [ApiEvent] }>().setMaxListeners(0);
  private version = 1;

  get latestVersion(): number {
    return this.version;
  }

  /** `selector`: `name=value`, comma-separated. */
  list(kind: ApiKind, selector = ''): readonly ApiObject[] {
    const wanted = selector === '' ? [] : selector.split(',').map((part) => part.split('='));
    const fits = ({ metadata }: ApiObject): boolean =>
      wanted.every(([label = '', value]) => metadata.labels?.[label] === value);
    return [...this.objects]
      .filter(([key, object]) => key.startsWith(`${kind}/`) && fits(object))
      .map(([, object]) => object);
  }

  find(kind: ApiKind, name: string): ApiObject | undefined {
    return this.objects.get(`${kind}/${name}`);
  }

  /** Null when there is one of this name. */
  create(kind: ApiKind, object: ApiObject): ApiObject | null {
    if (this.find(kind, object.metadata.name) !== undefined) return null;
    const born = { uid: `uid-${this.version + 1}`, creationTimestamp: new Date().toISOString() };
    return this.store(kind, 'ADDED', { ...object, metadata: { ...born, ...object.metadata } });
  }

  /** Null when there is none. */
  patch(kind: ApiKind, name: string, patch: Tree): ApiObject | null {
    const found = this.find(kind, name);
    return found === undefined ? null : this.store(kind, 'MODIFIED', merged(found, patch) as ApiObject);
  }

  /** With all that belongs to it, as the garbage collector does. Null when there is none. */
  delete(kind: ApiKind, name: string): ApiObject | null {
    const found = this.find(kind, name);
    if (found === undefined) return null;
    this.objects.delete(`${kind}/${name}`);
    const told = this.tell(kind, 'DELETED', found);
    for (const { kind: owned, object } of this.dependentsOf(found)) this.delete(owned, object.metadata.name);
    return told;
  }

  /** What names an object as its owner. */
  dependentsOf({ metadata: { uid } }: ApiObject): readonly Pick<ApiEvent, 'kind' | 'object'>[] {
    return API_KINDS.flatMap((kind) => this.list(kind).map((object) => ({ kind, object }))).filter(
      ({ object }) => (object.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid),
    );
  }

  /** Calls `listener` for every later change; returns what ends it. */
  onChange(listener: (event: ApiEvent) => void): () => void {
    this.changes.on('change', listener);
    return () => this.changes.off('change', listener);
  }

  private store(kind: ApiKind, type: ApiEvent['type'], object: ApiObject): ApiObject {
    const told = this.tell(kind, type, object);
    this.objects.set(`${kind}/${object.metadata.name}`, told);
    return told;
  }

  private tell(kind: ApiKind, type: ApiEvent['type'], object: ApiObject): ApiObject {
    this.version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.version) };
    const told: ApiObject = { ...object, metadata };
    const event = { kind, type, version: this.version, object: told };
    this.events.push(event);
    this.changes.emit('change', event);
    return told;
  }
}
