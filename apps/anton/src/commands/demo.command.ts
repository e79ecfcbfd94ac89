import { Command, CommandRunner, Option } from 'nest-commander';
import { DemoDisplay } from '../demo/demo-display';
import { runDemo } from '../demo/run-demo';

@Command({
  name: 'demo',
  description: 'Shows the whole line on this machine: no key, no broker, no cluster. The last line is JSON.',
})
export class DemoCommand extends CommandRunner {
  async run(_parameters: string[], options: { readonly json?: boolean }): Promise<void> {
    const result = await runDemo(new DemoDisplay(options.json === true, process.stdout));
    process.stdout.write(`${JSON.stringify(result)}\n`);
    process.exitCode = result.problems.length === 0 ? 0 : 1;
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  parseJson(): boolean {
    return true;
  }
}
