/** What every server is given. */
export interface ServerPlace {
  readonly brokerUri: string;
  /** Folder of its output and its files. */
  readonly folder: string;
  /** Folder for a processor profile of Anton. */
  readonly profile: string | undefined;
}
