import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { isAntonError } from '@anton/contracts';
import {
  AnthropicModelModule,
  CoderModel,
  OpenAiModelModule,
  ReviewerModel,
  type ModelClient,
} from '@anton/models';
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
  const imports = [
    AnthropicModelModule.forRoot({
      apiKey: ANTHROPIC_API_KEY,
      baseUrl: ANTHROPIC_BASE_URL,
      retry: RETRY,
      bind: [CoderModel],
    }),
    OpenAiModelModule.forRoot({
      apiKey: OPENAI_API_KEY,
      baseUrl: OPENAI_BASE_URL,
      retry: RETRY,
      bind: [ReviewerModel],
    }),
  ];
  const app = await NestFactory.createApplicationContext(
    { module: DoctorModels, imports },
    { logger: false, abortOnError: false },
  );
  const claude = app.get(CoderModel, { strict: false });
  const findings = await Promise.all([
    checkModel('router model', claude, environment.ANTON_MODEL_ROUTER),
    checkModel('coder model', claude, environment.ANTON_MODEL_CODER),
    checkModel('reviewer model', app.get(ReviewerModel, { strict: false }), environment.ANTON_MODEL_REVIEWER),
  ]);
  await app.close();
  return findings;
}
