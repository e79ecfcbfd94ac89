import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { Redactor } from '@anton/platform';
import { CoderModel, ReviewerModel, RouterModel } from '../roles/model-roles';
import { AnthropicModelModule } from './anthropic/anthropic-model.module';
import { AnthropicModelClient } from './anthropic/anthropic.model-client';
import { OpenAiModelModule } from './openai/openai-model.module';
import { OpenAiModelClient } from './openai/openai.model-client';

const redactor = new Redactor();

@Injectable()
class Consumer {
  constructor(
    readonly router: RouterModel,
    readonly coder: CoderModel,
    readonly reviewer: ReviewerModel,
  ) {}
}

@Module({
  imports: [
    AnthropicModelModule.forRoot({ apiKey: 'a', bind: [RouterModel], redactor }),
    AnthropicModelModule.forRoot({ apiKey: 'b', bind: [CoderModel], redactor }),
    OpenAiModelModule.forRoot({ apiKey: 'c', bind: [ReviewerModel], redactor }),
  ],
  providers: [Consumer],
})
class App {}

it('gives every role its own client', async () => {
  const app = await Test.createTestingModule({ imports: [App] }).compile();
  const { router, coder, reviewer } = app.get(Consumer);
  const claude = expect.any(AnthropicModelClient) as AnthropicModelClient;
  expect(router).toMatchObject({ redactor, inner: { inner: claude, how: { role: 'router' } } });
  expect(coder).toMatchObject({ redactor, inner: { inner: claude, how: { role: 'coder' } } });
  expect(router).not.toBe(coder);
  const gpt = expect.any(OpenAiModelClient) as OpenAiModelClient;
  expect(reviewer).toMatchObject({ redactor, inner: { inner: gpt, how: { role: 'reviewer' } } });
  await app.close();
});
