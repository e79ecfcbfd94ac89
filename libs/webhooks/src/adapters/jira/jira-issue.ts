import { isObject, own, textAt, type JsonObject } from '../../text/json-fields';

/** The event of a body that Automation sends ("Send web request"): it has none, it is the issue. */
export const AUTOMATION = 'automation';

/** The name of the event, {@link AUTOMATION} for a bare issue, else the empty text. */
export function eventOf(body: unknown): string {
  const isIssue = isObject(own(body, 'fields')) && textAt(body, 'id') !== undefined;
  return textAt(body, 'webhookEvent') ?? (isIssue ? AUTOMATION : '');
}

/** The issue that a body is about. Data Center sends comments without one. */
export function issueOf(body: unknown): JsonObject | null {
  const issue = eventOf(body) === AUTOMATION ? body : own(body, 'issue');
  return isObject(issue) ? issue : null;
}
