import type { TreeEntry } from '../../../workspace.port';
import { treeSchema } from '../protocol/answer';
import { SandboxAnswerError } from '../socket-workspace.errors';

/** The listing in `text`, checked. @throws SandboxAnswerError */
export function treeIn(text: Buffer, maxEntries: number): readonly TreeEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch (error) {
    throw new SandboxAnswerError('tree', 'it is no JSON', error);
  }
  const tree = treeSchema.safeParse(value);
  if (!tree.success) throw new SandboxAnswerError('tree', 'it has an unknown form', tree.error);
  if (tree.data.length > maxEntries) throw new SandboxAnswerError('tree', `more than ${maxEntries} entries`);
  return tree.data;
}
