export { CodeHostError, type CodeHostErrorCode } from './code-host.errors';
export {
  CodeHost,
  type ChangeDiff,
  type ChangedFile,
  type Checkout,
  type CheckoutRequest,
  type CommitRequest,
  type PullRequest,
  type PullRequestRequest,
  type PushedChange,
  type RepositoryRef,
} from './code-host.port';
