import {
  RISKS,
  ROUTE_SCHEMA,
  type AgentTask,
  type Autonomy,
  type Risk,
  type RouteDecidedBy,
  type RouteDecision,
} from '@anton/contracts';
import type { CatalogRepository, CatalogSnapshot, CatalogTemplate } from '@anton/catalog';
import type { RouterModels } from '../router.options';
import type { RouterAnswer } from './router-answer';

/** `agent-loop` 5.1: the hard total. */
const MODEL_CALLS = 150;

/** What every route is made of beside the decision itself. */
export interface RouteFrame {
  readonly task: AgentTask;
  readonly attempt: number;
  readonly models: RouterModels;
  readonly decidedBy: RouteDecidedBy;
}

function autonomyOf({ policy }: CatalogRepository, risk: Risk, most: Autonomy): Autonomy {
  const isRisky = RISKS.indexOf(risk) > RISKS.indexOf(policy.maxRisk);
  return isRisky || policy.autonomy === 'draft' || most === 'draft' ? 'draft' : 'pull_request';
}

/** Left out when there are none, as in routes before there were any. */
function toolServersOf({ mcp = [] }: CatalogTemplate): Pick<RouteDecision, 'mcp'> {
  const servers = mcp.map(({ name, command, url }) =>
    url === undefined ? { name, command: [...(command ?? [])] } : { name, url },
  );
  return servers.length === 0 ? {} : { mcp: servers };
}

/** Without fallbacks as in routes before there were any. */
function routeModels({ coder, reviewer, fallbacks = {} }: RouterModels): RouteDecision['models'] {
  return {
    coder,
    reviewer,
    ...(fallbacks.coder !== undefined && { coderFallback: fallbacks.coder }),
    ...(fallbacks.reviewer !== undefined && { reviewerFallback: fallbacks.reviewer }),
  };
}

/** A decision, completed by the catalog; `most` bounds the autonomy. */
export function completeRoute(
  frame: RouteFrame,
  answer: RouterAnswer,
  repository: CatalogRepository,
  catalog: CatalogSnapshot,
  most: Autonomy,
): RouteDecision {
  const template = catalog.templates.get(answer.template);
  const limits = template?.limits[answer.complexity] ?? { costUsd: 0, minutes: 0 };
  const { id, url, branch, policy } = repository;
  return {
    schema: ROUTE_SCHEMA,
    taskId: frame.task.taskId,
    attempt: frame.attempt,
    verdict: answer.verdict,
    question: answer.verdict === 'needs_info' ? answer.question : null,
    repository: { id, url, branch },
    template: answer.template,
    skills: [...new Set(answer.skills)],
    complexity: answer.complexity,
    risk: answer.risk,
    autonomy: autonomyOf(repository, answer.risk, most),
    reason: answer.reason,
    confidence: answer.confidence,
    decidedBy: frame.decidedBy,
    setup: [...(template?.setup ?? [])],
    checks: [...(template?.checks ?? [])],
    egress: [...(template?.egress ?? [])],
    ...(template === undefined ? {} : toolServersOf(template)),
    protectedPaths: [...policy.protectedPaths],
    limits: { ...limits, modelCalls: MODEL_CALLS },
    models: routeModels(frame.models),
  };
}

/** A question to the requester, asked without a model: no repository fits, or several do. */
export function askWithoutRepository(frame: RouteFrame, question: string): RouteDecision {
  return {
    schema: ROUTE_SCHEMA,
    taskId: frame.task.taskId,
    attempt: frame.attempt,
    verdict: 'needs_info',
    question,
    repository: null,
    template: null,
    skills: [],
    complexity: 'small',
    risk: 'low',
    autonomy: 'draft',
    reason: question,
    confidence: 1,
    decidedBy: frame.decidedBy,
    setup: [],
    checks: [],
    protectedPaths: [],
    limits: { costUsd: 0, minutes: 0, modelCalls: 0 },
    models: routeModels(frame.models),
  };
}
