import { AgentTask, RouteDecision, RunReport, TaskSignal } from '@anton/contracts';
import type { Contract } from './contract-schema';

const verdictIs = (verdict: string) => ({ properties: { verdict: { const: verdict } } });

/** Every contract that is published under docs/schemas/. */
export const CONTRACTS: readonly Contract[] = [
  { id: 'anton.task.v1', root: AgentTask },
  { id: 'anton.signal.v1', root: TaskSignal },
  {
    id: 'anton.route.v1',
    root: RouteDecision,
    present: { RouteDecision: ['repository', 'template'] },
    conditions: [
      {
        if: verdictIs('fix'),
        then: { properties: { repository: { type: 'object' }, template: { type: 'string' } } },
      },
      {
        if: verdictIs('needs_info'),
        then: { required: ['question'], properties: { question: { type: 'string' } } },
      },
    ],
  },
  { id: 'anton.report.v1', root: RunReport, present: { ReportCost: ['usd'] } },
];
