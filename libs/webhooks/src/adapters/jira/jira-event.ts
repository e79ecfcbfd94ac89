import { listAt, own, textAt, type JsonObject } from '../../text/json-fields';
import type { IgnoredCause } from '../../webhook-source.port';
import { AUTOMATION, eventOf, issueOf } from './jira-issue';

/**
 * What an event means. `start`: the issue became eligible, and `trigger` is the part of the logical key that says by
 * what. `withdrawn`: a person took the work back, and `event` tells this time from others.
 */
export type JiraEvent =
  | { readonly kind: 'start'; readonly trigger: string }
  | { readonly kind: 'withdrawn'; readonly event: string; readonly reason: string }
  | { readonly kind: 'nothing'; readonly reason: string; readonly cause: IgnoredCause };

const nothing = (reason: string, cause: IgnoredCause = 'trigger'): JiraEvent => ({
  kind: 'nothing',
  reason,
  cause,
});

function labelsIn(text: unknown): string[] {
  return typeof text === 'string' ? text.split(/\s+/) : [];
}

/** The field of a change: `fieldId` is missing on Data Center, and capitals differ between events. */
function fieldOf(item: unknown): string {
  return (textAt(item, 'fieldId') ?? textAt(item, 'field') ?? '').toLowerCase();
}

/** Whether a change put the label on or took it off. `toString` is a key of the sender's, not the method. */
function labelChange(item: unknown, label: string): 'added' | 'removed' | null {
  if (fieldOf(item) !== 'labels') return null;
  const [before, after] = ['fromString', 'toString'].map((side) => labelsIn(own(item, side)).includes(label));
  if (before === after) return null;
  return after === true ? 'added' : 'removed';
}

function isLabelled(issue: JsonObject, label: string): boolean {
  return listAt(issue, 'fields', 'labels').includes(label);
}

/** By the category: names of states are the customer's own. */
function isDone(issue: JsonObject): boolean {
  return textAt(own(own(issue, 'fields'), 'status'), 'statusCategory', 'key') === 'done';
}

/** A created issue, or one that a rule of Automation sends whenever it pleases: at most one task each. */
function appeared(issue: JsonObject, label: string, trigger: string): JiraEvent {
  if (!isLabelled(issue, label)) return nothing(`the issue does not carry the label ${label}`);
  return isDone(issue) ? nothing('the issue is done already') : { kind: 'start', trigger };
}

function updated(body: unknown, issue: JsonObject, label: string): JiraEvent {
  const items = listAt(body, 'changelog', 'items');
  const changes = items.map((item) => labelChange(item, label));
  const change = textAt(body, 'changelog', 'id') ?? textAt(body, 'timestamp') ?? 'updated';
  const withdrawn = (reason: string): JiraEvent => ({ kind: 'withdrawn', event: change, reason });
  if (changes.includes('removed')) return withdrawn(`the label ${label} was removed`);
  const hasMoved = items.some((item) => fieldOf(item) === 'status');
  if (hasMoved && isDone(issue) && isLabelled(issue, label)) return withdrawn('the issue is done');
  if (!changes.includes('added')) return nothing(`the label ${label} did not become present`);
  return isDone(issue)
    ? nothing('the issue is done already')
    : { kind: 'start', trigger: `changelog ${change}` };
}

/** An issue becomes eligible when it is created with the label, or when the label becomes present. */
export function jiraEvent(body: unknown, label: string): JiraEvent {
  const event = eventOf(body);
  const issue = issueOf(body);
  if (issue === null) return nothing(`${event.slice(0, 60) || 'the event'} carries no issue`, 'event');
  switch (event) {
    case 'jira:issue_created':
      return appeared(issue, label, 'created');
    case AUTOMATION:
      return appeared(issue, label, AUTOMATION);
    case 'jira:issue_updated':
      return updated(body, issue, label);
    case 'jira:issue_deleted':
      return isLabelled(issue, label)
        ? { kind: 'withdrawn', event: 'deleted', reason: 'the issue was deleted' }
        : nothing(`the deleted issue did not carry the label ${label}`);
    default:
      return nothing(`${event.slice(0, 60) || 'an unnamed event'} starts nothing`, 'event');
  }
}
