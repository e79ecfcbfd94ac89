import { changedBody } from '../trajectory/body-change';
import type { EventOf, TrajectoryEvent } from '../trajectory/trajectory-event';

/** One request of the coder in a recording, with what came of it. */
export interface RecordedTurn {
  readonly request: EventOf<'model_request'>;
  /** The body without secrets; null when it was not kept. */
  readonly body: string | null;
  readonly response: EventOf<'model_response'> | null;
  readonly failure: EventOf<'model_failed'> | null;
  /** Dollars of all calls up to this one's answer, the reviewer's included; null when a price is unknown. */
  readonly usd: number | null;
  /** Where it stands in the recording. */
  readonly index: number;
}

/** One stretch of the loop's work. */
export interface RecordedStretch {
  readonly start: EventOf<'stretch_started'>;
  /** Null when the recording ends in the middle of it. */
  readonly end: EventOf<'stretch_ended'> | null;
  readonly index: number;
  readonly endIndex: number;
}

/** A tool that was executed; `checks` are the runs of the gate that it made. */
export interface RecordedTool {
  readonly call: EventOf<'tool_call'>;
  readonly result: EventOf<'tool_result'> | null;
  readonly checks: readonly EventOf<'checks'>[];
}

type Indexed<Event> = { readonly event: Event; readonly index: number };

/** A recording, sorted by what the loop asks for when it is run again. */
export class RecordedScript {
  constructor(readonly events: readonly TrajectoryEvent[]) {}

  of<Type extends TrajectoryEvent['type']>(type: Type): Indexed<EventOf<Type>>[] {
    return this.events.flatMap((event, index) =>
      event.type === type ? [{ event: event as EventOf<Type>, index }] : [],
    );
  }

  turns(): RecordedTurn[] {
    const answers = new Map(this.of('model_response').map(({ event }) => [event.call, event]));
    const failures = new Map(this.of('model_failed').map(({ event }) => [event.call, event]));
    let body: string | null = '';
    return this.of('model_request')
      .filter(({ event }) => event.role === 'coder')
      .map(({ event, index }) => {
        body = body === null || event.body === null ? null : changedBody(body, event.body);
        const response = answers.get(event.call) ?? null;
        const failure = failures.get(event.call) ?? null;
        return { request: event, body, response, failure, usd: this.usdUntil(response), index };
      });
  }

  stretches(): RecordedStretch[] {
    const ends = this.of('stretch_ended');
    return this.of('stretch_started').map(({ event, index }, at, all) => {
      const next = all[at + 1]?.index ?? this.events.length;
      const end = ends.find((one) => one.index > index && one.index < next);
      return { start: event, end: end?.event ?? null, index, endIndex: end?.index ?? next };
    });
  }

  /** In the order in which the tools were begun. */
  tools(): RecordedTool[] {
    const checks = this.of('checks');
    return this.of('tool_call').map(({ event: call, index }) => {
      const end = this.events.findIndex(
        (event, at) => at > index && event.type === 'tool_result' && event.id === call.id,
      );
      const last = end < 0 ? index : end;
      const found = this.events[last];
      return {
        call,
        result: found?.type === 'tool_result' ? found : null,
        checks: checks.filter((one) => one.index > index && one.index < last).map(({ event }) => event),
      };
    });
  }

  /** The tree of the last change before `index`. */
  treeBefore(index: number): string {
    const change = this.events.slice(0, index).findLast((event) => event.type === 'change');
    return change?.type === 'change' ? change.treeSha : '';
  }

  private usdUntil(response: EventOf<'model_response'> | null): number | null {
    let usd: number | null = 0;
    for (const { event } of this.of('model_response')) {
      if (response !== null && event.seq > response.seq) break;
      usd = usd === null || event.reply.usd === null ? null : usd + event.reply.usd;
    }
    return usd;
  }
}
