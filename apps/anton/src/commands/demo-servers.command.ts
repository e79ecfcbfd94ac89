import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import { readVariable, untilStopped } from '@anton/platform';
import { startDemoServers } from '../demo/cluster/demo-servers';
import { VARIABLES, type Variables } from '../operator/variables';

const PORTS = { github: 8443, models: 8444, state: 8080 };

interface DemoServersCommandOptions {
  readonly githubHost: string;
  readonly tls: string;
}

@Command({
  name: 'demo-servers',
  description:
    'The code host and the models of the demo in a cluster: on ports 8443 and 8444 by TLS; port 8080 says what was opened. GITHUB_TOKEN is the token that opens the code host.',
})
export class DemoServersCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run(_parameters: string[], { githubHost, tls }: DemoServersCommandOptions): Promise<void> {
    const [key, cert] = await Promise.all(
      ['tls.key', 'tls.crt'].map((file) => readFile(join(tls, file), 'utf8')),
    );
    const servers = await startDemoServers({
      githubHost,
      token: readVariable('GITHUB_TOKEN', this.variables) ?? '',
      tls: { key: key ?? '', cert: cert ?? '' },
      host: '0.0.0.0',
      ports: PORTS,
    });
    await untilStopped();
    await servers.close();
  }

  @Option({ flags: '--github-host <name>', required: true, description: 'the name of the code host' })
  parseGithubHost(value: string): string {
    return value;
  }

  @Option({ flags: '--tls <folder>', required: true, description: 'folder with tls.key and tls.crt' })
  parseTls(value: string): string {
    return value;
  }
}
