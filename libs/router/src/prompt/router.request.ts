import type { ModelRequest, TextBlock } from '@anton/models';
import { answerSchema } from '../decision/router-answer';
import type { Choices } from '../decision/choices';
import { ROUTER_SYSTEM_PROMPT } from './router-system.prompt';

/** Room for the model's thinking, which counts; the answer itself takes some 200. */
const MAX_TOKENS = 8_000;

const block = (text: string): TextBlock => ({ type: 'text', text });

/** One question to the router's model; `problem` says what was wrong with the answer before. */
export function routerRequest(
  model: string,
  message: string,
  choices: Choices,
  problem?: string,
): ModelRequest {
  const correction =
    problem === undefined
      ? []
      : [block(`An earlier answer could not be used: ${problem}. Answer by the schema.`)];
  return {
    model,
    system: ROUTER_SYSTEM_PROMPT,
    turns: [{ role: 'user', blocks: [block(message), ...correction] }],
    answer: { name: 'route', schema: answerSchema(choices) },
    maxTokens: MAX_TOKENS,
    effort: 'low',
  };
}
