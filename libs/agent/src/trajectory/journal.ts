import type { ModelReply, ModelRoleName } from '@anton/models';
import type { ToolResult } from '../tools/agent-tool.port';
import { changedBody } from './body-change';
import type { EventOf, TrajectoryEntry, TrajectoryEvent } from './trajectory-event';

/** Events whose place among the others says nothing: a later life writes some of its own. */
const ASIDE: ReadonlySet<string> = new Set<TrajectoryEvent['type']>(['stage', 'resumed']);
/** Events that the loop announces again, in the same order. */
const IN_ORDER: ReadonlySet<string> = new Set<TrajectoryEvent['type']>([
  'loop_begun',
  'stretch_started',
  'stretch_ended',
  'warning',
  'guard',
  'cleared',
]);

/** An answer that is paid for. */
export interface KnownAnswer {
  readonly role: ModelRoleName;
  readonly reply: ModelReply;
}

/** The number of a role's last request, and its body without secrets; 0 and nothing before the first. */
export interface LastRequest {
  readonly turn: number;
  readonly body: string;
}

/** The request of the coder is not the one that it was. */
export class DivergedError extends Error {
  constructor(turn: number) {
    super(`request ${turn} of the coder is not the one that was recorded`);
  }
}

/**
 * What an earlier life of the run wrote down, for a life that does the same again: it is answered from here until there
 * is nothing left, and nothing is written twice. An empty journal is over from the start.
 */
export class Journal {
  private readonly seen = new Set<TrajectoryEvent>();
  private readonly first: number;
  private readonly last: number;
  /** Everything before has happened again. */
  private position: number;
  private ended = false;
  /** The first difference, which makes the journal worthless. */
  divergence: DivergedError | null = null;

  constructor(private readonly events: readonly TrajectoryEvent[] = []) {
    const begun = events.findIndex(({ type }) => type === 'loop_begun');
    this.first = Math.max(0, begun);
    this.position = this.first;
    this.last = begun < 0 ? -1 : events.findLastIndex(({ type }) => !ASIDE.has(type));
  }

  /** True when whatever happens now happens for the first time. */
  get isOver(): boolean {
    return this.ended || this.position > this.last;
  }

  /** How the conversation was opened; null when it never was. */
  get begun(): EventOf<'loop_begun'> | null {
    const found = this.events[this.first];
    return found?.type === 'loop_begun' ? found : null;
  }

  /** Something happens for the first time; what comes after it does, too. */
  end(): void {
    this.ended = true;
  }

  /**
   * The conversation is over.
   * @throws DivergedError when it was not, or went another way; the reason of `signal` when that is why
   */
  leave(signal: AbortSignal): void {
    const left = this.nextOfCoder();
    if (left?.type === 'model_request' && this.divergence === null) {
      signal.throwIfAborted();
      this.divergence = new DivergedError(left.turn);
    }
    if (this.divergence !== null) throw this.divergence;
  }

  /** The next event of a type, which has happened again by that; null when there is none. */
  take<Type extends TrajectoryEvent['type']>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
  ): EventOf<Type> | null {
    const found = this.isOver ? undefined : this.pending(type).find(fits);
    if (found !== undefined) this.pass(found);
    return found ?? null;
  }

  /** True when an event is on record already; of those that can be told apart, also after the end. */
  swallow(entry: TrajectoryEntry): boolean {
    const { type } = entry;
    if (type === 'tool_call' || type === 'tool_result' || type === 'tool_answer')
      return this.passFirst(this.pending(type), ({ id }) => id === entry.id);
    if (this.isOver) return false;
    if (type !== 'stage') return IN_ORDER.has(type) && this.passFirst(this.pending(type));
    const { stage, status } = entry;
    return this.passFirst(this.pending(type), (event) => event.stage === stage && event.status === status);
  }

  /** The tree that the work stands at now, as it was recorded; null when it has to be looked at. */
  tree(): string | null {
    for (let next = this.events[this.position]; next !== undefined; next = this.events[this.position]) {
      if (next.type !== 'change' && !ASIDE.has(next.type)) break;
      this.position += 1;
    }
    return this.isOver ? null : treeOf(this.events.slice(0, this.position));
  }

  /** The newest tree on record; null when there is none. */
  get lastTree(): string | null {
    return treeOf(this.events);
  }

  /**
   * The answer that this request once got; null when it must be sent.
   * @throws DivergedError when the coder asks something else than it did
   */
  answerTo(role: ModelRoleName, sha256: string): ModelReply | null {
    const requests = this.pending('model_request').filter((event) => event.role === role);
    const isSame = (event: EventOf<'model_request'>): boolean =>
      (event.redactedSha256 ?? event.sha256) === sha256;
    const next = role === 'coder' ? requests[0] : requests.find((one) => isSame(one) && this.responseTo(one));
    if (this.isOver || next === undefined) {
      this.end();
      return null;
    }
    if (!isSame(next)) {
      this.divergence ??= new DivergedError(next.turn);
      throw this.divergence;
    }
    const response = this.responseTo(next);
    this.pass(next);
    if (response === undefined) return null;
    this.pass(response);
    return response.reply;
  }

  /** What comes first: a warning of the coder, its next request, or neither. */
  nextOfCoder(): EventOf<'warning' | 'model_request'> | null {
    if (this.isOver) return null;
    const found = this.events.find(
      (event, index): event is EventOf<'warning' | 'model_request'> =>
        index >= this.position &&
        !this.seen.has(event) &&
        (event.type === 'warning' || (event.type === 'model_request' && event.role === 'coder')),
    );
    return found ?? null;
  }

  /** The result of an executed call, after the checks that it ran have been run again, from here too. */
  async recall(id: string, runChecks: () => Promise<unknown>): Promise<ToolResult | null> {
    const result = this.pending('tool_result').find((event) => event.id === id);
    if (result === undefined) {
      this.end();
      return null;
    }
    const [from, to] = [this.position, this.events.indexOf(result)];
    const checks = this.events.slice(from, to).filter((event) => event.type === 'checks');
    for (const run of checks) if (!this.seen.has(run)) await runChecks();
    const { content, isError, claim, logPath } = result;
    return {
      content,
      isError,
      ...(claim === undefined ? {} : { claim }),
      ...(logPath === undefined ? {} : { logPath }),
    };
  }

  /** The next review, with the answers of its models, which are not asked again. */
  review(): { readonly event: EventOf<'review'>; readonly answers: readonly KnownAnswer[] } | null {
    const from = this.position;
    const event = this.take('review');
    if (event === null) return null;
    const asked = this.events.slice(from, this.events.indexOf(event));
    const answers = asked.flatMap((one): KnownAnswer[] => {
      if (one.type !== 'model_request' || this.seen.has(one)) return [];
      this.seen.add(one);
      const response = this.responseTo(one);
      return response === undefined ? [] : [{ role: one.role, reply: response.reply }];
    });
    return { event, answers };
  }

  /** The last request of a role that is on record. */
  requestsOf(role: ModelRoleName): LastRequest {
    const requests = this.events.flatMap((event) =>
      event.type === 'model_request' && event.role === role ? [event] : [],
    );
    const body = requests.reduce<string | null>(
      (before, { body: change }) => (before === null || change === null ? null : changedBody(before, change)),
      '',
    );
    return { turn: requests.at(-1)?.turn ?? 0, body: body ?? '' };
  }

  /** All that is paid for. */
  answers(): KnownAnswer[] {
    return this.events.flatMap((event) => {
      const response = event.type === 'model_request' ? this.responseTo(event) : undefined;
      return event.type !== 'model_request' || response === undefined
        ? []
        : [{ role: event.role, reply: response.reply }];
    });
  }

  private responseTo({ call }: EventOf<'model_request'>): EventOf<'model_response'> | undefined {
    return this.events.find(
      (event): event is EventOf<'model_response'> => event.type === 'model_response' && event.call === call,
    );
  }

  private pending<Type extends TrajectoryEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter(
      (event, index): event is EventOf<Type> =>
        index >= this.first && event.type === type && !this.seen.has(event),
    );
  }

  private passFirst<Event extends TrajectoryEvent>(
    events: readonly Event[],
    fits: (event: Event) => boolean = () => true,
  ): boolean {
    const found = events.find(fits);
    if (found !== undefined) this.pass(found);
    return found !== undefined;
  }

  private pass(event: TrajectoryEvent): void {
    this.seen.add(event);
    if (!ASIDE.has(event.type)) this.position = Math.max(this.position, this.events.indexOf(event) + 1);
  }
}

function treeOf(events: readonly TrajectoryEvent[]): string | null {
  const change = events.findLast((event) => event.type === 'change');
  return change?.type === 'change' ? change.treeSha : null;
}
