import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AgentModule, ReviewerRegistry, type Reviewer } from '@anton/agent';
import { CoderModel, OpenAiModelModule, ReviewerModel } from '@anton/models';
import { Redactor } from '@anton/platform';
import { SilentCoder, type SilentReviewer } from './silent-models';

/** How the vendor is reached. */
export interface LiveModel {
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
}

@Module({})
class ReviewBench {}

@Module({ providers: [{ provide: CoderModel, useClass: SilentCoder }], exports: [CoderModel] })
class NoCoder {}

function modelOf(model: LiveModel | SilentReviewer): DynamicModule {
  if ('apiKey' in model)
    return OpenAiModelModule.forRoot({
      ...model,
      redactor: new Redactor([model.apiKey]),
      bind: [ReviewerModel],
    });
  const providers = [{ provide: ReviewerModel, useValue: model }];
  return { module: ReviewBench, providers, exports: [ReviewerModel] };
}

/** The shipped reviewer as the runner composes it. */
export async function openReviewer(
  model: LiveModel | SilentReviewer,
): Promise<{ readonly reviewer: Reviewer; close(): Promise<void> }> {
  const context = await NestFactory.createApplicationContext(
    AgentModule.forRoot({ imports: [NoCoder, modelOf(model)] }),
    { logger: false, abortOnError: false },
  );
  const reviewer = context.get(ReviewerRegistry).get('diff');
  return { reviewer, close: () => context.close() };
}
