import { PermanentError } from '@anton/contracts';
import type { WayOut } from './way-out';

/** The Node of this process cannot do it; an older one of version 24. */
class NoProxySupportError extends PermanentError {
  constructor() {
    super(`Node ${process.versions.node} cannot be told a proxy`, {
      code: 'no_proxy_support',
      remedy: 'Run the runner by Node 24.14 or newer, or leave ANTON_EGRESS_URL out.',
    });
  }
}

/**
 * Sends every `fetch` of this process through the proxy: those of the models' SDKs and of servers of tools. Not what is
 * on this machine, the proxy itself (it says what was refused) and `direct`, which is the collector of traces. The
 * credential is in no variable, so that no child has it. @throws NoProxySupportError
 */
export function fetchByProxy({ url, credential }: WayOut, direct: readonly (string | undefined)[]): void {
  const { setGlobalProxyFromEnv } = process.getBuiltinModule('node:http');
  if (typeof setGlobalProxyFromEnv !== 'function') throw new NoProxySupportError();
  const proxy = new URL(url);
  const hosts = direct.flatMap((address) => (address === undefined ? [] : [new URL(address).hostname]));
  const NO_PROXY = ['localhost', '127.0.0.1', '[::1]', proxy.hostname, ...hosts].join(',');
  proxy.username = encodeURIComponent(credential?.user ?? '');
  proxy.password = encodeURIComponent(credential?.password ?? '');
  setGlobalProxyFromEnv({ HTTP_PROXY: proxy.href, HTTPS_PROXY: proxy.href, NO_PROXY });
}
