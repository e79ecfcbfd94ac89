import { createHash } from 'node:crypto';
import type { ModelReply, ModelRequest, RouterModel } from '@anton/models';
import { readAnswer, type RouterAnswer } from '../decision/router-answer';
import type { Choices } from '../decision/choices';
import { routerRequest } from '../prompt/router.request';
import type { RouterModels } from '../router.options';

const ASKED_AT_MOST = 2;

/** What came of asking: an answer, or why there is none. `promptHash` is of the last request, exactly as it was sent. */
export interface Asked {
  readonly outcome:
    | { readonly kind: 'answered'; readonly answer: RouterAnswer }
    | { readonly kind: 'unanswered'; readonly why: string };
  readonly replies: readonly ModelReply[];
  readonly promptHash: string;
}

function hashOf(request: ModelRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

function textOf({ blocks }: ModelReply): string {
  return blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

/**
 * Asks for a decision, and once more with what was wrong when the answer cannot be used. A refusal is not asked again.
 * @throws ModelUnavailableError, ModelRequestError, or the signal's reason when it aborts
 */
export async function askRouterModel(
  model: RouterModel,
  { router: id, fallbacks }: RouterModels,
  message: string,
  choices: Choices,
  signal?: AbortSignal,
): Promise<Asked> {
  const replies: ModelReply[] = [];
  let request = routerRequest(id, message, choices);
  for (;;) {
    const asked = { ...request, fallbackModel: fallbacks?.router };
    const reply = await model.send(signal === undefined ? asked : { ...asked, signal });
    replies.push(reply);
    const known = { replies, promptHash: hashOf(request) };
    if (reply.stopReason === 'refusal')
      return { ...known, outcome: { kind: 'unanswered', why: 'the router model refused' } };
    const read = readAnswer(textOf(reply), choices);
    if (read.kind === 'usable') return { ...known, outcome: { kind: 'answered', answer: read.answer } };
    if (replies.length === ASKED_AT_MOST) {
      const why = `the router model gave ${ASKED_AT_MOST} unusable answers (${read.problem})`;
      return { ...known, outcome: { kind: 'unanswered', why } };
    }
    request = routerRequest(id, message, choices, read.problem);
  }
}
