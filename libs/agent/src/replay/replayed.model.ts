import { CoderModel, wireBody, type ModelReply, type ModelRequest } from '@anton/models';
import { commonStart } from '../trajectory/body-change';
import { sha256 } from '../trajectory/recorded-calls';
import type { RecordedTurn } from './recorded-script';
import { atNoByte, type Divergence, type ReplayPosition } from './replay-position';

/** Characters around a difference that are shown. */
const BEFORE = 30;
const AFTER = 50;
const ANOTHER = 'the request is another one';

/** A body that does not have the recorded hash itself is no witness of a byte. */
function differenceOf(recorded: string | null, hash: string, replayed: string): Divergence {
  const unknown = { byte: null, recorded: null, replayed: null };
  if (recorded === null) return { what: ANOTHER, ...unknown };
  if (sha256(recorded) !== hash) return { what: `${ANOTHER}, and the recorded one was changed`, ...unknown };
  const at = commonStart(recorded, replayed);
  const part = (text: string): string => text.slice(Math.max(0, at - BEFORE), at + AFTER);
  return {
    what: ANOTHER,
    byte: Buffer.byteLength(replayed.slice(0, at)),
    recorded: part(recorded),
    replayed: part(replayed),
  };
}

/** Answers from a recording, after it has compared the request with the recorded one, byte for byte. */
export class ReplayedModel extends CoderModel {
  constructor(
    private readonly position: ReplayPosition,
    private readonly told: (turn: RecordedTurn, same: boolean) => void,
  ) {
    super();
  }

  override async send(request: ModelRequest): Promise<ModelReply> {
    const turn = this.position.pendingTurn();
    if (turn === undefined) throw this.noTurn();
    const body = wireBody(turn.request.wire, request);
    const hash = turn.request.redactedSha256 ?? turn.request.sha256;
    const same = sha256(body) === hash;
    if (!same) this.position.diverge(differenceOf(turn.body, hash, body));
    this.position.takeTurn();
    this.told(turn, same);
    if (!same) throw new Error('the replay diverged');
    if (turn.response !== null) return turn.response.reply;
    if (turn.failure === null) this.position.exhausted = true;
    throw new Error(turn.failure?.message ?? 'the recording ends here');
  }

  override describe(model: string): Promise<{ readonly id: string }> {
    return Promise.resolve({ id: model });
  }

  private noTurn(): Error {
    if (this.position.stretch?.end === null) this.position.exhausted = true;
    else this.position.diverge(atNoByte('the loop asks on where it had ended'));
    return new Error('the recording has no further request');
  }
}
