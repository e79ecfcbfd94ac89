import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Answers git's questions: any user name, and the password from descriptor 3, so that it is in no argument, file or environment. */
const SCRIPT = `#!/bin/sh
case "$1" in
  Username*) echo x-access-token ;;
  *) IFS= read -r password <&3 && printf '%s\\n' "$password" ;;
esac
`;

/** A program for GIT_ASKPASS. It holds no secret; it is removed with the process. */
export class Askpass {
  private path: string | undefined;

  program(): string {
    if (this.path !== undefined) return this.path;
    const dir = mkdtempSync(join(tmpdir(), 'anton-askpass-'));
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
    this.path = join(dir, 'askpass');
    writeFileSync(this.path, SCRIPT, { mode: 0o700 });
    return this.path;
  }
}
