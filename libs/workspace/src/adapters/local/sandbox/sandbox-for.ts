import { SandboxRequiredError } from '../../../workspace.errors';
import type { LocalWorkspaceOptions } from '../local-workspace.options';
import { findBubblewrap } from './bubblewrap';
import { Sandbox } from './sandbox';

/**
 * The sandbox that a workspace's commands run in, or null where there is none and none is demanded.
 * @throws SandboxRequiredError
 */
export async function sandboxFor(
  { environment = process.env, isolation, network = false, requireSandbox = false }: LocalWorkspaceOptions,
  places: { readonly root: string; readonly outDir: string; readonly home: string },
): Promise<Sandbox | null> {
  const found = isolation === 'none' ? null : await findBubblewrap();
  if (found?.usable === true) return new Sandbox({ ...places, environment, network });
  if (requireSandbox) throw new SandboxRequiredError(found?.reason ?? 'it is switched off');
  return null;
}
