import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { PermanentError } from '@anton/contracts';
import { sendDelivery } from '../operator/send-delivery';
import { triedView } from '../operator/tried-view';
import { tryDelivery } from '../operator/try-delivery';
import { VARIABLES, type Variables } from '../operator/variables';

interface SendOptions {
  readonly url?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly type?: string;
}

const HELP = `
Signs the body with the secret of its source and posts it, as the sender would. The secret is
WEBHOOK_SECRET_<SOURCE>, else WEBHOOK_SECRET for a source that signs; each may be a file (…_FILE).
A source of sources.yaml is called generic/NAME, and its secret WEBHOOK_SECRET_GENERIC_NAME.

Examples
  anton send datadog alert.json
  anton send sonar gate.json --url https://anton.example.com
  anton send generic/billing alert.json --dry-run      what would become of it; nothing is sent
  sed "s/\\"timestamp\\": *[0-9]*/\\"timestamp\\": $(date +%s)000/" issue.json | anton send jira -
                                                       Jira's own time is believed: an old one is ignored

Prints the status and the answer: 202 accepted or parked, 200 ignored, 401 another secret, 404 no such
source or it has no secret there. Exit 1 for 400 and above, and for what could not be read.
docs/sources/ has a page for each source.`;

@Command({
  name: 'send',
  arguments: '<source> <file>',
  argsDescription: {
    source: 'jira, datadog, sonar, generic/NAME, or a source of an extension',
    file: 'the body to sign and post; - is standard input',
  },
  description: 'Signs a delivery with the secret of its source and posts it, as the sender would.',
})
export class SendCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run([source = '', file = '']: string[], options: SendOptions): Promise<void> {
    const delivery = {
      source,
      rawBody: await readBody(file),
      variables: this.variables,
      contentType: options.type,
    };
    if (options.dryRun === true) {
      const tried = await tryDelivery(delivery);
      print(options, tried, triedView(tried));
      if (tried.intake.kind === 'parked') process.exitCode = 1;
      return;
    }
    const url = options.url ?? `http://127.0.0.1:${this.variables['PORT'] ?? '8080'}`;
    const answer = await sendDelivery({ ...delivery, url });
    print(options, answer, `${answer.status} ${JSON.stringify(answer.body)}\n`);
    if (answer.status >= 400) process.exitCode = 1;
  }

  @Option({ flags: '--url <url>', description: "Anton's address, default http://127.0.0.1:PORT" })
  parseUrl(value: string): string {
    return value.replace(/\/+$/, '');
  }

  @Option({
    flags: '--dry-run',
    description: 'says what would become of it and what it lacks; sends nothing',
  })
  parseDryRun(): boolean {
    return true;
  }

  @Option({ flags: '--type <type>', description: 'the content type, default application/json' })
  parseType(value: string): string {
    return value;
  }

  @Option({ flags: '--json', description: 'one JSON object' })
  parseJson(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

function print({ json }: SendOptions, value: object, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : text);
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
