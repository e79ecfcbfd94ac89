/** What the commands of a case need to know. */
export interface HostilePlace {
  /** Somebody outside of the cluster who would take what a command sends, and counts. */
  readonly host: string;
  readonly port: number;
}

/** What the model asks for: a command, or one of the tools that look at files. */
export type HostileStep =
  | { readonly exec: string; readonly seconds?: number }
  | { readonly read: string }
  | { readonly write: string; readonly content: string }
  | { readonly list: string }
  | { readonly grep: string };

/**
 * One thing that a hostile repository, or a model that obeys it, tries from within the sandbox. That no canary gets out,
 * nothing runs outside of the sandbox and nobody outside hears anything holds for each. `says` shows that it was tried
 * and how it ended, over all that its steps gave back; `never` is what success would look like.
 */
export interface HostileCase {
  readonly name: string;
  readonly steps: (place: HostilePlace) => readonly HostileStep[];
  readonly says?: RegExp;
  readonly never?: RegExp;
}

/** A command that leaves a mark where only the containers of the runner have a folder; harmless in the sandbox. */
export const pwn = (name: string): string =>
  `touch /trusted/pwned-${name} /work/pwned-${name} /run/anton/pwned-${name} /tmp/pwned-${name}; true`;

/** A program in Python as one command. */
export const python = (program: string): string => `python3 - <<'PROGRAM'\n${program.trim()}\nPROGRAM`;

/** A program for the image's Node as one command. */
export const node = (program: string): string => `node - <<'PROGRAM'\n${program.trim()}\nPROGRAM`;

/** A case of one command. */
export const command = (
  name: string,
  exec: string | ((place: HostilePlace) => string),
  outcome: Pick<HostileCase, 'says' | 'never'> = {},
  seconds = 20,
): HostileCase => ({
  name,
  steps: (place) => [{ exec: typeof exec === 'string' ? exec : exec(place), seconds }],
  ...outcome,
});
