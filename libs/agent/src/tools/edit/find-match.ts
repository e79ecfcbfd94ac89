import { faultOf } from './model-fault';

/** `agent-loop` 5.1: after four overloaded answers in a row the fallback model is asked. */
const BEFORE_FALLBACK = 4;
/** Anthropic's and OpenAI's status for "overloaded". */
const OVERLOADED = new Set([529, 503]);

/** Chooses the model of each try of one call: the fallback, when there is one, once the first is overloaded. */
export class OverloadFallback {
  private overloaded = 0;

  constructor(private readonly fallback: string | undefined) {}

  /** Runs one try with the model that is its turn, and counts its outcome. */
  async attempt<T>(model: string, work: (model: string) => Promise<T>): Promise<T> {
    try {
      return await work(this.overloaded >= BEFORE_FALLBACK ? (this.fallback ?? model) : model);
    } catch (error) {
      this.overloaded = OVERLOADED.has(faultOf(error).status ?? 0) ? this.overloaded + 1 : 0;
      throw error;
    }
  }
}
