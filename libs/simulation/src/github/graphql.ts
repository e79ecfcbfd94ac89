import type { GitHubAnswer } from './github-answer';
import { graphQlError } from './github-answer';
import type { GitHubPullRequest, GitHubRepository } from './github-repository';
import type { GitHubRequest } from './github-request';

/** Finds a repository by its GraphQL id or its name; null when the token may not see it. */
export interface GitHubRepositories {
  find(owner: string, name: string, token: string | null): GitHubRepository | null;
  byId(id: string, token: string | null): GitHubRepository | null;
}

export function idOf({ options }: GitHubRepository): string {
  return `R_${options.owner}/${options.name}`;
}

/** More fields than any query of `gh` asks for; a client that decodes JSON ignores the rest. */
function nodeOf(pull: GitHubPullRequest, repository: GitHubRepository): object {
  const nodes = pull.labels.map((name) => ({ id: `LA_${name}`, name, description: '', color: 'ededed' }));
  const none = { nodes: [], totalCount: 0 };
  return {
    id: `PR_${pull.number}`,
    number: pull.number,
    url: pull.url,
    state: 'OPEN',
    title: pull.title,
    body: pull.body,
    isDraft: pull.draft,
    baseRefName: pull.base,
    headRefName: pull.head,
    isCrossRepository: false,
    headRepositoryOwner: { id: 'O_1', login: repository.options.owner },
    labels: { nodes, totalCount: nodes.length },
    reviewRequests: none,
    assignees: none,
    projectCards: none,
    milestone: null,
  };
}

function describe(repository: GitHubRepository): object {
  return {
    id: idOf(repository),
    name: repository.options.name,
    owner: { login: repository.options.owner },
    description: '',
    hasIssuesEnabled: true,
    hasWikiEnabled: false,
    viewerPermission: 'WRITE',
    defaultBranchRef: { name: 'main' },
    parent: null,
    mergeCommitAllowed: true,
    rebaseMergeAllowed: true,
    squashMergeAllowed: true,
  };
}

function list(repository: GitHubRepository, head: unknown): GitHubAnswer {
  const nodes = repository.openOf(head).map((pull) => nodeOf(pull, repository));
  const pullRequests = {
    totalCount: nodes.length,
    nodes,
    pageInfo: { hasNextPage: false, endCursor: null },
  };
  return {
    status: 200,
    body: { data: { repository: { pullRequests, defaultBranchRef: { name: 'main' } } } },
  };
}

function view(repository: GitHubRepository, number: unknown): GitHubAnswer {
  const pull = repository.pullRequests.find((one) => one.number === number);
  if (pull === undefined)
    return graphQlError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`, {
      repository: { pullRequest: null },
    });
  return { status: 200, body: { data: { repository: { pullRequest: nodeOf(pull, repository) } } } };
}

async function create(
  repositories: GitHubRepositories,
  { body, token }: GitHubRequest,
): Promise<GitHubAnswer> {
  const input = body['input'] as Record<string, string | boolean | undefined>;
  const repository = repositories.byId(String(input['repositoryId']), token);
  if (repository === null) return graphQlError('NOT_FOUND', 'Could not resolve to a node with the global id');
  const [head, base] = [String(input['headRefName']), String(input['baseRefName'])];
  const [headSha, baseSha] = [await repository.branch(head), await repository.branch(base)];
  if (headSha === null)
    return graphQlError('UNPROCESSABLE', "Head sha can't be blank, Head ref must be a branch");
  if (headSha === baseSha) return graphQlError('UNPROCESSABLE', `No commits between ${base} and ${head}`);
  if (repository.openOf(head).length > 0)
    return graphQlError(
      'UNPROCESSABLE',
      `A pull request already exists for ${repository.options.owner}:${head}.`,
    );
  const [title, text] = [String(input['title']), String(input['body'] ?? '')];
  const opened = repository.open({ title, body: text, head, base, draft: input['draft'] === true });
  return {
    status: 200,
    body: { data: { createPullRequest: { pullRequest: { id: `PR_${opened.number}`, url: opened.url } } } },
  };
}

/** Answers the GraphQL operations of `gh pr list`, `create` and `view`. */
export async function answerGraphQl(
  repositories: GitHubRepositories,
  request: GitHubRequest,
): Promise<GitHubAnswer> {
  const { operation, body } = request;
  if (operation === 'PullRequestCreate') return create(repositories, request);
  const [owner, name] = [String(body['owner']), String(body['repo'] ?? body['name'])];
  const repository = repositories.find(owner, name, request.token);
  if (repository === null)
    return graphQlError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`, {
      repository: null,
    });
  if (operation === 'RepositoryInfo')
    return { status: 200, body: { data: { repository: describe(repository) } } };
  if (operation === 'PullRequestList') return list(repository, body['headBranch']);
  if (operation === 'PullRequestForBranch') return list(repository, body['headRefName']);
  if (operation === 'PullRequestByNumber') return view(repository, body['pr_number']);
  return graphQlError('UNSUPPORTED', `this server does not know the operation ${operation}`);
}
