import { parseArgs } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AgentModule } from '@anton/agent';
import { CodeHostsModule, GitHubCodeHostModule } from '@anton/codehost';
import { AnthropicModelModule, CoderModel, OpenAiModelModule, ReviewerModel } from '@anton/models';
import { Redactor } from '@anton/platform';
import { readRunContext, RunModule, RunTask, writeReport } from '@anton/run';

/** Where the scripted GitHub is; in `ANTON_TEST_GITHUB`. */
export interface GitHubPlace {
  readonly host: string;
  readonly httpProxy: string;
  readonly token: string;
}

@Module({})
class GitHubRunner {}

/** The runner as its app composes it, but for the address of GitHub, which the app does not take from outside. */
export async function main(args: string[]): Promise<void> {
  const text = { type: 'string', default: '' } as const;
  const options = { context: text, work: text, report: text, trajectory: text };
  const { values } = parseArgs({ args, options });
  const { env } = process;
  const github = JSON.parse(env['ANTON_TEST_GITHUB'] ?? '{}') as GitHubPlace;
  const redactor = new Redactor([github.token]);
  const vendor = { apiKey: 'scripted', redactor };
  const coder = { ...vendor, baseUrl: env['ANTHROPIC_BASE_URL'] ?? '', bind: [CoderModel] };
  const reviewer = { ...vendor, baseUrl: env['OPENAI_BASE_URL'] ?? '', bind: [ReviewerModel] };
  const run = RunModule.forRoot({
    redactor,
    imports: [
      AgentModule.forRoot({
        imports: [AnthropicModelModule.forRoot(coder), OpenAiModelModule.forRoot(reviewer)],
      }),
      CodeHostsModule.forRoot({ hosts: [GitHubCodeHostModule.forRoot(github)] }),
    ],
  });
  const module = { module: GitHubRunner, imports: [run] };
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const { work, trajectory } = values;
  const report = await app.get(RunTask, { strict: false }).run({
    context: await readRunContext(values.context),
    work,
    trajectory,
    sink: () => undefined,
    signal: new AbortController().signal,
  });
  await app.close();
  await writeReport(values.report, report);
}
