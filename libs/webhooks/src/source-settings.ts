/** One generic source of sources.yaml; its mapping fields are JSON pointers (RFC 6901). */
export interface GenericSourceSettings {
  readonly header: string;
  readonly prefix: string;
  readonly externalId: string;
  readonly title: string;
  readonly description: string;
  readonly priority: string;
}

/** sources.yaml: what starts a task, per source. */
export interface SourceSettings {
  readonly jira: {
    readonly trigger: { readonly label: string };
    readonly ownAccounts: readonly string[];
    readonly priorities: Readonly<Record<string, string>>;
  };
  readonly datadog: { readonly trigger: { readonly transitions: readonly string[] } };
  readonly sonar: {
    readonly trigger: { readonly gate: readonly string[]; readonly branches: readonly string[] };
  };
  readonly generic: Readonly<Record<string, GenericSourceSettings>>;
}

/** Gives the sources their settings of now. "One of": the intake station binds it to the catalog. */
export abstract class SourceSettingsProvider {
  abstract current(): SourceSettings;
}
