import { createReadStream, type ReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A secret for one child process, as a stream that the child inherits as a descriptor. Behind it stands a file that lost
 * its name before anything was written: the secret is in no file that has a path, no argument and no environment, and a
 * process that is killed leaves none behind. (A pipe would do the same, but fails when the child does not read it all.)
 * Destroy the stream when the child has ended.
 */
export async function openSecret(content: string): Promise<ReadStream> {
  const folder = await mkdtemp(join(tmpdir(), 'anton-secret-'));
  try {
    const file = await open(join(folder, 'nameless'), 'wx+', 0o600);
    await rm(folder, { recursive: true });
    const stream = createReadStream('', { fd: file });
    await file.write(content, 0).catch((error: unknown) => {
      stream.destroy();
      throw error;
    });
    return stream;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens them all, or none. */
export async function openSecrets(contents: readonly string[]): Promise<readonly ReadStream[]> {
  const opened: ReadStream[] = [];
  try {
    for (const content of contents) opened.push(await openSecret(content));
    return opened;
  } catch (error) {
    for (const stream of opened) stream.destroy();
    throw error;
  }
}
