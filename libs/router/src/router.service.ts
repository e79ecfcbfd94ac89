import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Catalog, type CatalogRepository, type CatalogSnapshot } from '@anton/catalog';
import type { AgentTask, RouteDecision } from '@anton/contracts';
import type { SpendRecord } from '@anton/ledger';
import { RouterModel, type ModelReply, type ModelRequest } from '@anton/models';
import { askWithoutRepository, completeRoute, type RouteFrame } from './decision/complete-route';
import { answerSchema, readAnswer, type Choices, type RouterAnswer } from './decision/router-answer';
import { ROUTER_SYSTEM_PROMPT } from './prompt/router-system.prompt';
import { routerMessage } from './prompt/router.message';
import { ROUTER_MODELS, type RouterModels } from './router.options';

/** A route, and what it cost; `spend` is null when no model was asked. */
export interface Routed {
  readonly route: RouteDecision;
  readonly spend: SpendRecord | null;
}

const MAX_TOKENS = 2_000;
const ASKED_AT_MOST = 2;

/** Decides what becomes of a task: the catalog finds the repository, Claude judges, code completes and bounds the answer. */
@Injectable()
export class Router {
  private readonly logger = new Logger(Router.name);

  constructor(
    private readonly catalog: Catalog,
    private readonly model: RouterModel,
    @Inject(ROUTER_MODELS) private readonly models: RouterModels,
  ) {}

  /**
   * The route of `task`. Without a single fitting repository it is a question, and no model is asked. An answer that
   * is invalid twice, or refused, gives way to the catalog's rules: the repository's own template, a draft at most.
   * @throws ModelUnavailableError when the model is down, ModelRequestError when the vendor refuses the request.
   */
  async route(task: AgentTask, attempt: number): Promise<Routed> {
    const match = this.catalog.match(task);
    if (match.kind !== 'unique') {
      const frame: RouteFrame = { task, attempt, models: this.models, decidedBy: { kind: 'rules' } };
      return { route: askWithoutRepository(frame, questionOf(match)), spend: null };
    }
    return this.ask(task, attempt, match.repository, this.catalog.snapshot());
  }

  private async ask(
    task: AgentTask,
    attempt: number,
    repository: CatalogRepository,
    catalog: CatalogSnapshot,
  ): Promise<Routed> {
    const choices = choicesOf(repository, catalog);
    const request = this.requestFor(task, repository, choices, catalog);
    const promptHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const replies: ModelReply[] = [];
    let answer: RouterAnswer | null = null;
    while (answer === null && replies.length < ASKED_AT_MOST) {
      const reply = await this.model.send(request);
      replies.push(reply);
      if (reply.stopReason === 'refusal') break;
      answer = readAnswer(textOf(reply), choices);
    }
    const frame = { task, attempt, models: this.models };
    const spend = spendOf(task, attempt, replies);
    if (answer !== null) {
      const decidedBy = {
        kind: 'model' as const,
        model: replies.at(-1)?.model ?? this.models.router,
        promptHash,
      };
      return {
        route: completeRoute({ ...frame, decidedBy }, answer, repository, catalog, 'pull_request'),
        spend,
      };
    }
    const why =
      replies.at(-1)?.stopReason === 'refusal'
        ? 'the router model refused'
        : `the router model gave ${replies.length} unusable answers`;
    this.logger.warn(`${why}; the catalog's rules decide`);
    const decidedBy = { kind: 'rules' as const, model: this.models.router, promptHash };
    return {
      route: completeRoute(
        { ...frame, decidedBy },
        byRules(repository, catalog, why),
        repository,
        catalog,
        'draft',
      ),
      spend,
    };
  }

  private requestFor(
    task: AgentTask,
    repository: CatalogRepository,
    choices: Choices,
    catalog: CatalogSnapshot,
  ): ModelRequest {
    return {
      model: this.models.router,
      system: ROUTER_SYSTEM_PROMPT,
      turns: [
        { role: 'user', blocks: [{ type: 'text', text: routerMessage(task, repository, choices, catalog) }] },
      ],
      answer: { name: 'route', schema: answerSchema(choices) },
      maxTokens: MAX_TOKENS,
    };
  }
}

function questionOf(match: Exclude<ReturnType<Catalog['match']>, { kind: 'unique' }>): string {
  return match.kind === 'none'
    ? 'Which repository is this about? None in repositories.yaml matches; add its project, service or label there.'
    : `Which repository is this about? ${match.repositories.map((repository) => repository.id).join(' and ')} match; narrow their \`match\` in repositories.yaml.`;
}

function choicesOf(repository: CatalogRepository, catalog: CatalogSnapshot): Choices {
  const own = repository.templates.flatMap((name) => catalog.templates.get(name)?.skills ?? []);
  return { templates: repository.templates, skills: [...new Set([...repository.skills, ...own])].toSorted() };
}

function byRules(repository: CatalogRepository, catalog: CatalogSnapshot, why: string): RouterAnswer {
  const skills = [...repository.skills, ...(catalog.templates.get(repository.template)?.skills ?? [])];
  return {
    verdict: 'fix',
    template: repository.template,
    skills,
    complexity: 'medium',
    risk: 'medium',
    confidence: 0,
    reason: `${why}; the repository's own template was taken`,
    question: '',
  };
}

function textOf(reply: ModelReply): string {
  return reply.blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

function spendOf(task: AgentTask, attempt: number, replies: readonly ModelReply[]): SpendRecord {
  const total = (pick: (reply: ModelReply) => number): number =>
    replies.reduce((sum, reply) => sum + pick(reply), 0);
  const isPriced = replies.every((reply) => reply.usd !== null);
  return {
    taskId: task.taskId,
    attempt,
    role: 'router',
    model: replies.at(-1)?.model ?? '',
    usd: isPriced ? total((reply) => reply.usd ?? 0) : null,
    inputTokens: total((reply) => reply.usage.inputTokens),
    cacheReadTokens: total((reply) => reply.usage.cacheReadTokens),
    cacheWriteTokens: total((reply) => reply.usage.cacheWriteTokens),
    outputTokens: total((reply) => reply.usage.outputTokens),
    at: new Date().toISOString(),
  };
}
