import { Inject } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import { JsonLogger, Redactor, secretValues, untilStopped } from '@anton/platform';
import { readAntonEnvironment } from '../anton.env';
import { warnOfExposedSecrets } from '../line/exposed-secrets';
import { startLine } from '../line/start-line';
import { VARIABLES, type Variables } from '../operator/variables';

@Command({
  name: 'start',
  description: 'Runs the whole line in this process: webhooks in, pull requests out.',
})
export class StartCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run(): Promise<void> {
    const environment = readAntonEnvironment(this.variables);
    const logger = new JsonLogger({
      app: 'anton',
      level: environment.LOG_LEVEL,
      redactor: new Redactor(secretValues(this.variables)),
    });
    warnOfExposedSecrets(secretValues(this.variables), logger);
    const line = await startLine(environment, this.variables, logger);
    logger.log(
      `listening on ${line.url}/webhooks/{jira,datadog,sonar}, data in ${environment.ANTON_DATA_DIR}`,
      'Anton',
    );
    await untilStopped();
    logger.log('stopping', 'Anton');
    await line.close();
  }
}
