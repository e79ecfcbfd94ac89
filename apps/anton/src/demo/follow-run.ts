import { open, type FileHandle } from 'node:fs/promises';
import { readRunProgress, type RunProgress } from '@anton/contracts';

const EVERY_MS = 100;

async function openExisting(file: string): Promise<FileHandle | null> {
  return open(file, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Calls `see` for every progress line that a runner writes into its log, until the returned function is called. */
export function followRun(file: string, see: (progress: RunProgress) => void): () => Promise<void> {
  let position = 0;
  let rest = '';
  const read = async (): Promise<void> => {
    const handle = await openExisting(file);
    if (handle === null) return;
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.max(0, size - position));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      position += bytesRead;
      const lines = (rest + buffer.subarray(0, bytesRead).toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const progress = readRunProgress(line);
        if (progress !== null) see(progress);
      }
    } finally {
      await handle.close();
    }
  };
  let reading = Promise.resolve();
  const timer = setInterval(() => {
    reading = reading.then(read);
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await reading.then(read);
  };
}
