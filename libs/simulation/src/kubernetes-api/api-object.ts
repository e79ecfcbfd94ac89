/** The kinds that the scripted API server keeps. */
export const API_KINDS = ['jobs', 'pods', 'configmaps'] as const;
export type ApiKind = (typeof API_KINDS)[number];

/** Any object of Kubernetes, as far as the server looks at it. */
export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly uid: string }[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** One change, as a watch tells it. */
export interface ApiEvent {
  readonly kind: ApiKind;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly version: number;
  readonly object: ApiObject;
}
