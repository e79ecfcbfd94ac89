import { createHash } from 'node:crypto';
import { isAntonError } from '@anton/contracts';
import type { CallEnding, ModelReply, ModelRoleName, ObservedCall } from '@anton/models';
import { redactedCopy } from '@anton/platform';
import { bodyChange } from './body-change';
import type { LastRequest } from './journal';
import type { Trajectory } from './trajectory';
import type { TrajectoryEntry } from './trajectory-event';

/** Anthropic's cache marker. Inside a text of the body its quotes are escaped, so that only real ones are found. */
const MARKER = /"cache_control":\{"type":"ephemeral"(?:,"ttl":"1h")?\}/g;

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function markersIn(body: string): number[] {
  return [...body.matchAll(MARKER)].map(({ index }) => Buffer.byteLength(body.slice(0, index)));
}

/** Of an answer that is known nothing is told. */
const UNTOLD = { answered: () => undefined, failed: () => undefined };

/** Writes every call to a model down: the request before it is sent, the answer before anybody acts on it. */
export class RecordedCalls {
  private calls: number;
  private readonly last = new Map<ModelRoleName, LastRequest>();

  constructor(private readonly trajectory: Trajectory) {
    this.calls = trajectory.start.call;
  }

  /** @throws DivergedError when an earlier life of the run asked something else here */
  observe(observed: ObservedCall): CallEnding {
    const known = this.known(observed);
    if (known !== null) return { known, ...UNTOLD };
    const started = performance.now();
    const durationMs = (): number => Math.round(performance.now() - started);
    this.calls += 1;
    const call = this.calls;
    this.trajectory.record(() => this.requestOf(call, observed));
    return {
      answered: (reply) =>
        this.trajectory.record(() => ({ type: 'model_response', call, reply, durationMs: durationMs() })),
      failed: (error) =>
        this.trajectory.record(() => ({
          type: 'model_failed',
          call,
          message: error instanceof Error ? error.message : String(error),
          code: isAntonError(error) ? error.code : null,
          durationMs: durationMs(),
        })),
    };
  }

  /** The answer from before; null when nobody can know one. */
  private known({ role, request, bodyOf }: ObservedCall): ModelReply | null {
    const { journal, redactor } = this.trajectory;
    if (journal.isOver) return null;
    const { signal: _signal, ...data } = request;
    return journal.answerTo(role, sha256(bodyOf(redactedCopy(data, redactor))));
  }

  private requestOf(call: number, { role, wire, request, bodyOf }: ObservedCall): TrajectoryEntry {
    const { signal: _signal, ...data } = request;
    const exact = bodyOf(data);
    const clean = bodyOf(redactedCopy(data, this.trajectory.redactor));
    const before = this.last.get(role) ?? this.trajectory.journal.requestsOf(role);
    const turn = before.turn + 1;
    this.last.set(role, { turn, body: clean });
    const body = bodyChange(before.body, clean);
    return {
      type: 'model_request',
      call,
      role,
      turn,
      wire,
      model: request.model,
      maxTokens: request.maxTokens,
      sha256: sha256(exact),
      bytes: Buffer.byteLength(exact),
      ...(clean !== exact && { redactedSha256: sha256(clean) }),
      markers: markersIn(exact),
      body,
    };
  }
}
