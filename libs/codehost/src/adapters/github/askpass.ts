import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Answers git's questions about one origin, and no other: a host that the forge redirects to gets nothing. The password
 * comes from descriptor 3, so that it is in no argument, file or environment.
 */
const SCRIPT = `#!/bin/sh
case "$1" in
  "Username for '$ANTON_ORIGIN': ") echo x-access-token ;;
  "Password for '$ANTON_ORIGIN_USER': ") IFS= read -r password <&3 && printf '%s\\n' "$password" ;;
  *) exit 1 ;;
esac
`;

/** The content of descriptor 3: one line for each time that git asks; it asks again after a refusal. */
export function secretFor(token: string): string {
  return `${token}\n`.repeat(2);
}

/** A program for GIT_ASKPASS. It holds no secret; it is removed with the process. */
export class Askpass {
  private path: string | undefined;

  /** `origin` is a scheme and a host, e.g. `https://github.com`. */
  environment(origin: string): Record<string, string> {
    this.path ??= this.write();
    const user = origin.replace('://', '://x-access-token@');
    return { GIT_ASKPASS: this.path, ANTON_ORIGIN: origin, ANTON_ORIGIN_USER: user };
  }

  private write(): string {
    const dir = mkdtempSync(join(tmpdir(), 'anton-askpass-'));
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
    const path = join(dir, 'askpass');
    writeFileSync(path, SCRIPT, { mode: 0o700 });
    return path;
  }
}
