import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { isAntonError } from '@anton/contracts';
import {
  AnthropicModelModule,
  CoderModel,
  OpenAiModelModule,
  ReviewerModel,
  roleModels,
  type ModelClient,
} from '@anton/models';
import { Redactor } from '@anton/platform';
import type { AntonEnvironment } from '../anton.env';
import { bad, good, type Finding } from './finding';

const TIMEOUT_MS = 30_000;
/** A doctor does not wait for a vendor that is down. */
const RETRY = { attempts: 2, totalMs: TIMEOUT_MS };

@Module({})
class DoctorModels {}

async function checkModel(check: string, client: ModelClient, model: string): Promise<Finding> {
  try {
    const reply = await client.send({
      model,
      system: 'Answer with one word.',
      turns: [{ role: 'user', blocks: [{ type: 'text', text: 'Hello' }] }],
      maxTokens: 16,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return good(check, `${reply.model} answers`);
  } catch (error) {
    const remedy = isAntonError(error) ? error.remedy : 'Check the base URL and the network.';
    return bad(check, `${model}: ${error instanceof Error ? error.message : String(error)}`, remedy);
  }
}

/** Asks each model one short question, which costs a fraction of a cent. */
export async function checkModels(environment: AntonEnvironment): Promise<Finding[]> {
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, OPENAI_API_KEY, OPENAI_BASE_URL } = environment;
  const redactor = new Redactor([ANTHROPIC_API_KEY, OPENAI_API_KEY]);
  const imports = [
    AnthropicModelModule.forRoot({
      apiKey: ANTHROPIC_API_KEY,
      baseUrl: ANTHROPIC_BASE_URL,
      retry: RETRY,
      bind: [CoderModel],
      redactor,
    }),
    OpenAiModelModule.forRoot({
      apiKey: OPENAI_API_KEY,
      baseUrl: OPENAI_BASE_URL,
      retry: RETRY,
      bind: [ReviewerModel],
      redactor,
    }),
  ];
  const app = await NestFactory.createApplicationContext(
    { module: DoctorModels, imports },
    { logger: false, abortOnError: false },
  );
  const claude = app.get(CoderModel, { strict: false });
  const gpt = app.get(ReviewerModel, { strict: false });
  const { fallbacks, router, coder, reviewer } = roleModels(environment);
  const asked: readonly (readonly [check: string, client: ModelClient, model: string | undefined])[] = [
    ['router model', claude, router],
    ['coder model', claude, coder],
    ['reviewer model', gpt, reviewer],
    ['router model when overloaded', claude, fallbacks?.router],
    ['coder model when overloaded', claude, fallbacks?.coder],
    ['reviewer model when overloaded', gpt, fallbacks?.reviewer],
  ];
  const findings = await Promise.all(
    asked.flatMap(([check, client, model]) =>
      model === undefined ? [] : [checkModel(check, client, model)],
    ),
  );
  await app.close();
  return findings;
}
