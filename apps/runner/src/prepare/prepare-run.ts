import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { CodeHosts, gitHubOptions, gitHubVariables, type Checkout } from '@anton/codehost';
import { egressVariables } from '@anton/egress';
import { entryFile, JsonLogger, readEnvironment, variable } from '@anton/platform';
import { readRunContext } from '@anton/run';
import { wayOutOf } from '../proxy/way-out';
import type { RunnerProcess } from '../runner-process';
import { layOutTools } from './lay-out-tools';
import { PrepareModule } from './prepare.module';

/** What the runner writes is changed by the sandbox's user, who shares a group with it (fsGroup) and nothing else. */
const GROUP_MAY_WRITE = 0o002;

/** Of the environment of `prepare`: it knows the token of the code host, and no key of a model. */
const prepareEnvironment = z.object({
  GITHUB_TOKEN: variable.optional('token for clone, push and pull request on GitHub'),
  ...gitHubVariables,
  ...egressVariables,
  LOG_LEVEL: variable.logLevel(),
});

/** Folders of a Pod, each a volume of its own. */
export interface PreparedPlaces {
  readonly context: string;
  readonly trusted: string;
  readonly checkout: string;
  readonly tools: string;
}

/**
 * Everything that has to happen before the sandbox starts. `trusted` then holds `repository`, the bare repository, and
 * `checkout.json`, the {@link Checkout} that the agent goes on with.
 * @throws BadContextError, CodeHostError
 */
export async function prepareRun(
  { variables, redactor }: RunnerProcess,
  places: PreparedPlaces,
): Promise<Checkout> {
  process.umask(GROUP_MAY_WRITE);
  const { repository, task } = await readRunContext(places.context);
  const environment = readEnvironment(prepareEnvironment, variables);
  const logger = new JsonLogger({ app: 'runner', level: environment.LOG_LEVEL, redactor });
  const wayOut = wayOutOf(environment);
  const gitHub = gitHubOptions(environment, { httpProxy: wayOut?.url, proxyCredential: wayOut?.credential });
  const app = await NestFactory.createApplicationContext(PrepareModule.forRoot(gitHub), {
    logger,
    abortOnError: false,
  });
  try {
    const trustedDir = join(places.trusted, 'repository');
    for (const folder of [trustedDir, places.checkout]) await mkdir(folder, { recursive: true });
    const checkoutDir = places.checkout;
    const host = app.get(CodeHosts).for(repository.url);
    const [checkout] = await Promise.all([
      host.checkout({ repository, taskId: task.taskId, trustedDir, checkoutDir }),
      layOutTools(dirname(entryFile()), places.tools),
    ]);
    await writeFile(join(places.trusted, 'checkout.json'), JSON.stringify(checkout));
    return checkout;
  } finally {
    await app.close();
  }
}
