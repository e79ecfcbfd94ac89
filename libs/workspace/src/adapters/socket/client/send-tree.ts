import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { listTree } from '../../local/files/list-tree';
import { MAX_DATA_BYTES } from '../protocol/frame';
import type { FrameChannel } from '../protocol/frame-channel';
import type { SentEntry } from '../protocol/request';

const MAX_ENTRIES = 1_000_000;

async function sendContent(channel: FrameChannel, full: string, size: number): Promise<void> {
  const file = await open(full);
  try {
    for (let left = size; left > 0;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, MAX_DATA_BYTES)));
      if (bytesRead === 0) throw new Error(`${full} became shorter while it was sent`);
      await channel.send('data', buffer.subarray(0, bytesRead));
      left -= bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** Sends what lies in a folder of the runner's own, or some files of it. Returns the number of entries. */
export async function sendTree(
  channel: FrameChannel,
  folder: string,
  only?: ReadonlySet<string>,
): Promise<number> {
  const all = await listTree(folder, { skip: [], keep: [], maxEntries: MAX_ENTRIES });
  const entries = only === undefined ? all : all.filter(({ path }) => only.has(path));
  for (const { path, kind, executable, size, target } of entries) {
    if (kind === 'other') throw new Error(`${path} of the exported tree is neither a file nor a link`);
    await channel.sendJson('entry', { path, kind, executable, size, target } satisfies SentEntry);
    if (kind === 'file') await sendContent(channel, join(folder, path), size);
  }
  await channel.send('end');
  return entries.length;
}
