import { Command, CommandRunner, Option } from 'nest-commander';
import { makeDemoCertificate } from '../demo/cluster/demo-certificate';
import { publishCertificate } from '../demo/cluster/publish-certificate';

const listOf = (text: string): string[] => text.split(',').filter((part) => part !== '');

interface DemoCertificateOptions {
  readonly names: readonly string[];
  readonly server: string;
  readonly clients: readonly string[];
}

@Command({
  name: 'demo-certificate',
  description:
    'Makes the certificate of the demo in a cluster, once: Secret demo-tls, and ConfigMaps anton-ca with the authority.',
})
export class DemoCertificateCommand extends CommandRunner {
  async run(_parameters: string[], { names, server, clients }: DemoCertificateOptions): Promise<void> {
    const result = await publishCertificate(await makeDemoCertificate(names), { server, clients });
    process.stdout.write(`certificate for ${names.join(', ')}: ${result}\n`);
  }

  @Option({ flags: '--names <list>', required: true, description: 'its names, comma-separated' })
  parseNames(value: string): string[] {
    return listOf(value);
  }

  @Option({ flags: '--server <namespace>', required: true, description: 'where the servers are' })
  parseServer(value: string): string {
    return value;
  }

  @Option({
    flags: '--clients <list>',
    required: true,
    description: 'namespaces of those who have to trust it',
  })
  parseClients(value: string): string[] {
    return listOf(value);
  }
}
