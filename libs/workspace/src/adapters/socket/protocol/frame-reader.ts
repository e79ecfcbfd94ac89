import { HEAD_BYTES, kindOf, MAX_FRAME_BYTES, type Frame } from './frame';
import { BadFrameError } from './protocol.errors';

/** Takes bytes as they come and gives the frames that are complete; holds at most one frame and one piece of input. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private bytes = 0;

  /** True in the middle of a frame. */
  get isWaiting(): boolean {
    return this.bytes > 0;
  }

  /** @throws BadFrameError for a length or kind that no frame has; the connection is of no use then */
  take(piece: Buffer): Frame[] {
    this.pieces.push(piece);
    this.bytes += piece.length;
    const frames: Frame[] = [];
    for (let frame = this.next(); frame !== null; frame = this.next()) frames.push(frame);
    return frames;
  }

  private next(): Frame | null {
    if (this.bytes < HEAD_BYTES) return null;
    const head = this.front(HEAD_BYTES);
    const length = head.readUInt32BE(0);
    if (length < 1 || length > MAX_FRAME_BYTES) throw new BadFrameError(`a frame of ${length} bytes`);
    const code = head.readUInt8(HEAD_BYTES - 1);
    const kind = kindOf(code);
    if (kind === undefined) throw new BadFrameError(`a frame of kind ${code}`);
    const whole = HEAD_BYTES - 1 + length;
    if (this.bytes < whole) return null;
    const all = this.front(whole);
    const payload = all.subarray(HEAD_BYTES, whole);
    const rest = all.subarray(whole);
    this.pieces[0] = rest;
    if (rest.length === 0) this.pieces.shift();
    this.bytes -= whole;
    return { kind, payload };
  }

  /** The first piece, made as long as `bytes` if it is shorter. */
  private front(bytes: number): Buffer {
    const [first] = this.pieces;
    if (first !== undefined && first.length >= bytes) return first;
    const joined = Buffer.concat(this.pieces);
    this.pieces = [joined];
    return joined;
  }
}
