export type { GitHubPullRequest, GitHubRepositoryOptions } from './github/github-repository';
export type { GitHubRequest } from './github/github-request';
export {
  startGitHubServer,
  type GitHubFault,
  type GitHubServer,
  type GitHubServerOptions,
} from './github/github-server';
export type { ApiFault, ApiRequest, PlannedFault, WatchFault } from './kubernetes-api/api-fault';
export { ScriptedKubernetes, type ScriptedKubernetesOptions } from './kubernetes-api/kubernetes-server';
export { API_KINDS, type ApiKind, type ApiObject } from './kubernetes-api/api-object';
export { runJobs } from './kubernetes-api/job-controller';
export type { Exchange, ScriptedRole } from './models/exchange';
export type {
  RequestBody,
  Scenario,
  ScriptedFault,
  ScriptedRefusal,
  ScriptedStep,
  ScriptedToolCall,
  ScriptedTurn,
} from './models/scenario';
export {
  startScriptedModels,
  type ScriptedModels,
  type ScriptedModelsOptions,
} from './models/scripted-models';
