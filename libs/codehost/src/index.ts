export { GitHubCodeHostModule } from './adapters/github/github-code-host.module';
export { GitHubCodeHost } from './adapters/github/github.code-host';
export { gitHubOptions, gitHubVariables } from './adapters/github/github.environment';
export type { GitHubOptions } from './adapters/github/github.options';
export { LocalCodeHostModule } from './adapters/local/local-code-host.module';
export { LocalCodeHost } from './adapters/local/local.code-host';
export { CodeHostError, type CodeHostErrorCode } from './code-host.errors';
export {
  CodeHost,
  keptRef,
  type BaseFile,
  type BaseFilesRequest,
  type ChangeDiff,
  type ChangedFile,
  type Checkout,
  type CheckoutRequest,
  type CommitRequest,
  type Conventions,
  type ExportRequest,
  type KeptWork,
  type PullRequest,
  type PullRequestRequest,
  type PushedChange,
  type RepositoryRef,
} from './code-host.port';
export { CodeHosts } from './code-hosts';
export { NOISE } from './steps/forbidden-content';
export { CodeHostsModule } from './code-hosts.module';
