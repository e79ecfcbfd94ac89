import { Inject, Injectable, Logger } from '@nestjs/common';
import { Catalog, type CatalogRepository } from '@anton/catalog';
import type { AgentTask, RouteDecision } from '@anton/contracts';
import type { SpendRecord } from '@anton/ledger';
import { RouterModel } from '@anton/models';
import { askRouterModel } from './asking/ask-router-model';
import { spendOfReplies } from './asking/spend-of-replies';
import { answerByRules } from './decision/answer-by-rules';
import { labelOverrides, overriddenAnswer } from './decision/label-overrides';
import { choicesOf } from './decision/choices';
import { askWithoutRepository, completeRoute } from './decision/complete-route';
import { questionAboutRepository } from './decision/question-about-repository';
import { routerMessage } from './prompt/router.message';
import { ROUTER_MODELS, type RouterModels } from './router.options';

/** A route, and what it cost; `spend` is null when no model was asked. */
export interface Routed {
  readonly route: RouteDecision;
  readonly spend: SpendRecord | null;
}

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
   * The route of `task`; `attempt` counts from 1. Without a single fitting repository it is a question, and no model is
   * asked. An answer that is invalid twice, or refused, gives way to the catalog's rules: the repository's own template,
   * a draft at most.
   * @throws ModelUnavailableError when the model is down, ModelRequestError when the vendor refuses the request, and the
   * reason of `signal` when that aborts the call.
   */
  async route(task: AgentTask, attempt: number, signal?: AbortSignal): Promise<Routed> {
    const match = this.catalog.match(task);
    if (match.kind === 'unique') return this.judge(task, attempt, match.repository, signal);
    const frame = { task, attempt, models: this.models, decidedBy: { kind: 'rules' as const } };
    return { route: askWithoutRepository(frame, questionAboutRepository(task, match)), spend: null };
  }

  private async judge(
    task: AgentTask,
    attempt: number,
    repository: CatalogRepository,
    signal: AbortSignal | undefined,
  ): Promise<Routed> {
    const catalog = this.catalog.snapshot();
    const choices = choicesOf(repository, catalog);
    const message = routerMessage(task, repository, choices, catalog);
    const { outcome, replies, promptHash } = await askRouterModel(
      this.model,
      this.models,
      message,
      choices,
      signal,
    );
    const spend = spendOfReplies(task, attempt, repository.id, replies);
    const answered = outcome.kind === 'answered';
    if (!answered) this.logger.warn(`${outcome.why}; the catalog's rules decide`);
    const overrides = labelOverrides(task, repository);
    const decider = answered ? ('model' as const) : ('rules' as const);
    const kind = overrides.labels.length > 0 ? ('label' as const) : decider;
    const decidedBy = { kind, model: spend.model, promptHash };
    const frame = { task, attempt, models: this.models, decidedBy };
    const given = answered ? outcome.answer : answerByRules(repository, catalog, outcome.why);
    const answer = overriddenAnswer(given, overrides);
    const most = answered && !overrides.isDraft ? 'pull_request' : 'draft';
    return { route: completeRoute(frame, answer, repository, catalog, most), spend };
  }
}
