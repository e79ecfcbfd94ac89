import { once } from 'node:events';
import type { WorkspaceProcess } from '../../../workspace.port';
import type { Frame } from '../protocol/frame';
import type { FrameChannel } from '../protocol/frame-channel';

/** How often the end of standard error is looked at. */
const ERRORS_MS = 200;

async function feed(program: WorkspaceProcess, frames: AsyncGenerator<Frame>): Promise<void> {
  for (let next = await frames.next(); next.done !== true; next = await frames.next()) {
    const { kind, payload } = next.value;
    if (kind === 'end') program.input.end();
    else if (kind === 'stop') await program.stop();
    else if (!program.input.write(payload) && program.input.writable)
      await Promise.race([once(program.input, 'drain'), once(program.input, 'close')]).catch(() => undefined);
  }
  // The peer has gone: what it started goes with it.
  await program.stop();
}

function errorsOf(program: WorkspaceProcess, channel: FrameChannel): () => Promise<void> {
  let sent = '';
  return async () => {
    const errors = program.errors();
    if (errors === sent) return;
    sent = errors;
    await channel.send('errors', Buffer.from(errors));
  };
}

/** Joins a program to its connection; resolves with what is answered when it has ended and its output is sent. */
export async function serveProgram(
  program: WorkspaceProcess,
  channel: FrameChannel,
  frames: AsyncGenerator<Frame>,
): Promise<{ exitCode: number | null }> {
  // The connection can break at any moment, also in the middle of a frame; the program is stopped then.
  void feed(program, frames).catch(() => program.stop());
  const sendErrors = errorsOf(program, channel);
  const errorsTimer = setInterval(() => void sendErrors(), ERRORS_MS);
  try {
    for await (const piece of program.output) await channel.sendData(piece as Buffer);
  } catch {
    // The pipes of a program that was stopped are torn off; its end says how.
  }
  const exitCode = await program.ended;
  clearInterval(errorsTimer);
  await sendErrors();
  return { exitCode };
}
