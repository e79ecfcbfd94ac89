/** A JSON pointer (RFC 6901) such as `/alert/title`. */
type Pointer = string;

/** True of a body whose value at `pointer`, as text, is one of `in`. */
export interface PointerCondition {
  readonly pointer: Pointer;
  readonly in: readonly string[];
}

/** How a generic source proves that it is the sender. */
export type GenericScheme = 'hmac' | 'token' | 'basic' | 'standard-webhooks';

/** One generic source of sources.yaml. */
export interface GenericSourceSettings {
  /** `hmac` and `standard-webhooks` sign the body; `token` and `basic` send the secret itself. */
  readonly scheme: GenericScheme;
  /** The header of the signature or the token; `basic` and `standard-webhooks` have their own. */
  readonly header?: string | undefined;
  readonly algorithm: 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64';
  /** Before the signature or the token. */
  readonly prefix: string;
  /** Between several signatures in one header. */
  readonly separator?: string | undefined;
  readonly externalId: Pointer;
  /** What makes it another task; `externalId` when empty. */
  readonly identity: readonly Pointer[];
  /** The object that the task is about; `externalId` when absent. */
  readonly correlation?: Pointer | undefined;
  readonly title: Pointer;
  readonly description?: Pointer | undefined;
  /** When `priorities` says nothing. */
  readonly priority: string;
  readonly priorities?:
    { readonly pointer: Pointer; readonly table: Readonly<Record<string, string>> } | undefined;
  readonly labels?: Pointer | undefined;
  readonly service?: Pointer | undefined;
  readonly environment?: Pointer | undefined;
  readonly url?: Pointer | undefined;
  readonly occurredAt?: Pointer | undefined;
  /** Facts that the catalog can match on, by name. */
  readonly attributes: Readonly<Record<string, Pointer>>;
  /** Older than this by `occurredAt`, which is signed: ignored. */
  readonly maxAgeHours?: number | undefined;
  readonly ignore?: PointerCondition | undefined;
  readonly recovered?: PointerCondition | undefined;
  /** What starts a task; everything when absent. */
  readonly when?: PointerCondition | undefined;
}

/** sources.yaml: what starts a task, per source. */
export interface SourceSettings {
  readonly jira: {
    /** `token`: the secret itself is accepted as well. `jwt`: the bearer token of an OAuth or Connect app. */
    readonly auth: 'signature' | 'token' | 'jwt';
    readonly trigger: { readonly label: string };
    readonly ownAccounts: readonly string[];
    readonly ignoreApps: boolean;
    readonly maxAgeHours: number;
    readonly priorities: Readonly<Record<string, string>>;
  };
  readonly datadog: {
    readonly trigger: { readonly transitions: readonly string[] };
    readonly ownTags: readonly string[];
    readonly priorities: Readonly<Record<string, string>>;
  };
  readonly sonar: {
    /** `token`: the secret itself is accepted as well. */
    readonly auth: 'signature' | 'token';
    readonly trigger: { readonly gate: readonly string[]; readonly branches: readonly string[] };
    readonly priority: string;
  };
  readonly generic: Readonly<Record<string, GenericSourceSettings>>;
}
