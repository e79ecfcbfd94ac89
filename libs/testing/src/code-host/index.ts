export {
  codeHostContract,
  makeBareRepository,
  type CodeHostSubject,
  type SeenPullRequest,
} from './code-host.contract';
