import type { EventOf, TrajectoryEvent } from '@anton/agent';
import { inputText } from './words';

/** One call of a tool, as a reader sees it. */
export interface CallView {
  readonly tool: string;
  /** What tells most of its input, on one line. */
  readonly gist: string;
  readonly inputs: readonly { readonly name: string; readonly text: string }[];
  readonly output: string | null;
  readonly isError: boolean;
  readonly note: string;
  readonly durationMs: number | null;
}

/** One answer of the coder with all that followed from it. */
export interface TurnView {
  readonly request: EventOf<'model_request'>;
  readonly response: EventOf<'model_response'> | null;
  readonly failure: EventOf<'model_failed'> | null;
  readonly thinking: readonly string[];
  readonly texts: readonly string[];
  readonly calls: readonly CallView[];
}

const GIST = 100;

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : { input: value };
}

function gistOf(input: Record<string, unknown>): string {
  const telling = input['path'] ?? input['command'] ?? input['pattern'] ?? input['outcome'] ?? '';
  const line = inputText(telling).replace(/\s+/g, ' ').trim();
  return line.length <= GIST ? line : `${line.slice(0, GIST)}…`;
}

function thinkingOf(raw: unknown): string[] {
  if (!Array.isArray(raw)) return [];
  return raw
    .map(fieldsOf)
    .flatMap(({ type, thinking }) =>
      type === 'thinking' && typeof thinking === 'string' && thinking !== '' ? [thinking] : [],
    );
}

/** Finds what belongs to a call, in the events of one run. */
export class TurnViews {
  private readonly results = new Map<string, EventOf<'tool_result'>>();
  private readonly answers = new Map<string, EventOf<'tool_answer'>>();
  private readonly responses = new Map<number, EventOf<'model_response'>>();
  private readonly failures = new Map<number, EventOf<'model_failed'>>();

  constructor(events: readonly TrajectoryEvent[]) {
    for (const event of events) {
      if (event.type === 'tool_result') this.results.set(event.id, event);
      if (event.type === 'tool_answer') this.answers.set(event.id, event);
      if (event.type === 'model_response') this.responses.set(event.call, event);
      if (event.type === 'model_failed') this.failures.set(event.call, event);
    }
  }

  view(request: EventOf<'model_request'>): TurnView {
    const response = this.responses.get(request.call) ?? null;
    const blocks = response?.reply.blocks ?? [];
    return {
      request,
      response,
      failure: this.failures.get(request.call) ?? null,
      thinking: thinkingOf(response?.reply.raw),
      texts: blocks.flatMap((block) => (block.type === 'text' && block.text !== '' ? [block.text] : [])),
      calls: blocks.flatMap((block) =>
        block.type === 'tool_use' ? [this.call(block.id, block.name, fieldsOf(block.input))] : [],
      ),
    };
  }

  private call(id: string, tool: string, input: Record<string, unknown>): CallView {
    const result = this.results.get(id);
    const answer = this.answers.get(id);
    return {
      tool,
      gist: gistOf(input),
      inputs: Object.entries(input).map(([name, value]) => ({ name, text: inputText(value) })),
      output: answer?.content ?? result?.content ?? null,
      isError: answer?.isError ?? result?.isError ?? false,
      note: answer?.refused === true ? 'not executed' : '',
      durationMs: result?.durationMs ?? null,
    };
  }
}
