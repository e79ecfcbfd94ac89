export type { GitHubPullRequest, GitHubRepositoryOptions } from './github/github-repository';
export type { GitHubRequest } from './github/github-request';
export {
  startGitHubServer,
  type GitHubFault,
  type GitHubServer,
  type GitHubServerOptions,
} from './github/github-server';
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
