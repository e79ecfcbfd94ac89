export { CLIENT_HEADER, OWN_LIST } from './blocked/own-list';
export { AGENT_USER } from './agent-user';
export { askBlocked } from './blocked/ask-blocked';
export { blockedWords } from './blocked/blocked-words';
export { egressVariables } from './egress.variables';
export { BlockedHosts, type BlockedHost } from './blocked/blocked-hosts';
export { readHostList, unionOfHosts, type EgressRules } from './rules/egress-rules';
export { sandboxProxyEnvironment } from './sandbox-proxy-environment';
export {
  ACCESS_RESULTS,
  accessResult,
  plainAddress,
  readBlocked,
  type AccessResult,
  type BlockedRequest,
} from './squid/access-line';
export { renderConfiguration, type SquidPlaces } from './squid/render-configuration';
