import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import { PermanentError } from '@anton/contracts';
import { sendDelivery } from '../operator/send-delivery';
import { VARIABLES, type Variables } from '../operator/variables';

interface SendOptions {
  readonly url?: string;
  readonly json?: boolean;
}

@Command({
  name: 'send',
  arguments: '<source> <file>',
  argsDescription: {
    source: 'jira, datadog, sonar, or a source of an extension',
    file: 'the body to sign and post; - is standard input',
  },
  description: 'Signs a delivery with the secret of its source and posts it, as the sender would.',
})
export class SendCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run([source = '', file = '']: string[], options: SendOptions): Promise<void> {
    const url = options.url ?? `http://127.0.0.1:${this.variables['PORT'] ?? '8080'}`;
    const rawBody = await readBody(file);
    const answer = await sendDelivery({ source, rawBody, url, variables: this.variables });
    const text =
      options.json === true ? JSON.stringify(answer) : `${answer.status} ${JSON.stringify(answer.body)}`;
    process.stdout.write(`${text}\n`);
    if (answer.status >= 400) process.exitCode = 1;
  }

  @Option({ flags: '--url <url>', description: "Anton's address, default http://127.0.0.1:PORT" })
  parseUrl(value: string): string {
    return value.replace(/\/+$/, '');
  }

  @Option({ flags: '--json', description: 'one JSON object' })
  parseJson(): boolean {
    return true;
  }
}

async function readBody(file: string): Promise<Buffer> {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    throw new PermanentError(`cannot read ${file}`, {
      code: 'file_unreadable',
      remedy: 'Give the path of a file with the body of a delivery.',
      cause: error,
    });
  }
}
