/** Where a workspace on this machine lies. All folders exist. */
export interface LocalWorkspaceOptions {
  /** The tree without `.git`. */
  readonly root: string;
  /** Full outputs of commands, outside the tree; readable as `@out/NNN.log`. */
  readonly outDir: string;
  /** HOME of the commands. */
  readonly home: string;
  readonly requireSandbox?: boolean;
  /** `none` runs commands as plain processes although bubblewrap could be used; default: bubblewrap where it works. */
  readonly isolation?: 'none';
  /** Lets commands use the machine's network; without isolation they always can. */
  readonly network?: boolean;
  /** The environment of the runner, of which an allow-list is passed on; default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Added to that of every command. */
  readonly commandEnvironment?: Readonly<Record<string, string>>;
}
