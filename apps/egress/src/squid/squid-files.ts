import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { AGENT_USER, renderConfiguration, type EgressRules, type SquidPlaces } from '@anton/egress';
import { passwordHash } from './password-hash';
import { SQUID, SQUID_ENVIRONMENT } from './squid-program';

const PARSE_TIMEOUT_MS = 20_000;

type Places = Omit<SquidPlaces, 'passwordFile'>;

/** The folder of squid.conf and of the agent's hash. */
export class SquidFiles {
  readonly configuration: string;
  private readonly passwords: string;
  private hashed: string | undefined;

  private constructor(
    private readonly folder: string,
    private readonly places: Places,
  ) {
    this.configuration = join(folder, 'squid.conf');
    this.passwords = join(folder, 'passwords');
  }

  static async open(places: Places): Promise<SquidFiles> {
    const folder = await mkdtemp(join(tmpdir(), 'anton-egress-'));
    // A Squid that root starts becomes another user, who must read it.
    await chmod(folder, 0o755);
    return new SquidFiles(folder, places);
  }

  /** Replaces the configuration when Squid itself finds no fault in it. @throws ExecaError with what it finds */
  async write(rules: EgressRules, password: string): Promise<void> {
    if (this.hashed !== password) {
      await this.replace(this.passwords, `${AGENT_USER}:${await passwordHash(password)}\n`);
      this.hashed = password;
    }
    const next = `${this.configuration}.next`;
    await writeFile(next, renderConfiguration(rules, { ...this.places, passwordFile: this.passwords }));
    await execa(SQUID, ['-k', 'parse', '-f', next], {
      env: SQUID_ENVIRONMENT,
      extendEnv: false,
      timeout: PARSE_TIMEOUT_MS,
    });
    await rename(next, this.configuration);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async replace(file: string, content: string): Promise<void> {
    await writeFile(`${file}.next`, content, { mode: 0o644 });
    await rename(`${file}.next`, file);
  }
}
