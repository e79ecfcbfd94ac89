import type { Frame } from '../protocol/frame';
import { BadFrameError } from '../protocol/protocol.errors';

/** The content that follows a request. @throws BadFrameError when it is not as long as was said */
export async function receivedFile(frames: AsyncGenerator<Frame>, bytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let received = 0;
  for (let next = await frames.next(); next.done !== true; next = await frames.next()) {
    const { kind, payload } = next.value;
    if (kind === 'end') break;
    received += payload.length;
    if (kind !== 'data' || received > bytes)
      throw new BadFrameError('something else than the content of a file');
    pieces.push(payload);
  }
  if (received !== bytes) throw new BadFrameError(`${received} of ${bytes} bytes`);
  return Buffer.concat(pieces);
}
