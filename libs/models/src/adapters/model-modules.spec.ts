import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { CoderModel, ReviewerModel, RouterModel } from '../roles/model-roles';
import { AnthropicModelModule } from './anthropic/anthropic-model.module';
import { AnthropicModelClient } from './anthropic/anthropic.model-client';
import { OpenAiModelModule } from './openai/openai-model.module';
import { OpenAiModelClient } from './openai/openai.model-client';

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
    AnthropicModelModule.forRoot({ apiKey: 'a', bind: [RouterModel] }),
    AnthropicModelModule.forRoot({ apiKey: 'b', bind: [CoderModel] }),
    OpenAiModelModule.forRoot({ apiKey: 'c', bind: [ReviewerModel] }),
  ],
  providers: [Consumer],
})
class App {}

it('gives every role its own client', async () => {
  const app = await Test.createTestingModule({ imports: [App] }).compile();
  const { router, coder, reviewer } = app.get(Consumer);
  expect(router).toMatchObject({ inner: expect.any(AnthropicModelClient), how: { role: 'router' } });
  expect(coder).toMatchObject({ inner: expect.any(AnthropicModelClient), how: { role: 'coder' } });
  expect(router).not.toBe(coder);
  expect(reviewer).toMatchObject({ inner: expect.any(OpenAiModelClient), how: { role: 'reviewer' } });
  await app.close();
});
