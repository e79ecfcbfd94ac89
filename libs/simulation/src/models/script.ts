import type { ScriptedRole } from './exchange';
import type {
  RequestBody,
  Scenario,
  ScriptedFault,
  ScriptedRefusal,
  ScriptedStep,
  ScriptedTurn,
} from './scenario';

/** What a request is answered with. */
export type ScriptedAnswer = ScriptedTurn | ScriptedRefusal | ScriptedFault;

/** The part of a request that a retry repeats: a fallback model changes the rest. */
function conversationOf(body: RequestBody): string {
  return JSON.stringify(body['messages'] ?? body['input']);
}

/** Chooses the answer to a request. A retry of a request meets the step that the request met. */
export class Script {
  private readonly faults = new Map<string, number>();
  private readonly reviews: string[] = [];

  constructor(private readonly scenario: Scenario) {}

  knows(model: string): boolean {
    return this.scenario.unknownModels?.includes(model) !== true;
  }

  isSilentAbout(model: string): boolean {
    return this.scenario.silentModels?.includes(model) === true;
  }

  answerTo(role: ScriptedRole, body: RequestBody): ScriptedAnswer {
    const steps = this.scenario[role] ?? [];
    const step = steps[Math.min(this.indexOf(role, body), steps.length - 1)];
    return this.resolve(role, body, step ?? { text: `no step is scripted for the ${role}` });
  }

  private indexOf(role: ScriptedRole, body: RequestBody): number {
    if (role !== 'reviewer') {
      const messages = body['messages'] as { readonly role: string }[];
      return messages.filter((message) => message.role === 'assistant').length;
    }
    if (this.scenario.reviewRoundOf !== undefined) return this.scenario.reviewRoundOf(body);
    const text = conversationOf(body);
    if (!this.reviews.includes(text)) this.reviews.push(text);
    return this.reviews.indexOf(text);
  }

  /** A fault with `times` happens so often to the same request; then comes its `then`. */
  private resolve(role: ScriptedRole, body: RequestBody, step: ScriptedStep): ScriptedAnswer {
    const answer = typeof step === 'function' ? step(body) : step;
    if (!('fault' in answer) || answer.times === undefined) return answer;
    const key = `${role} ${conversationOf(body)}`;
    const seen = this.faults.get(key) ?? 0;
    this.faults.set(key, seen + 1);
    if (seen < answer.times) return answer;
    return ('then' in answer ? answer.then : undefined) ?? { text: 'done' };
  }
}
