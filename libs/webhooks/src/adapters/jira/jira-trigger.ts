import { at, isObject, listAt, own, textAt } from '../../text/json-fields';

/** The event that made an issue eligible, as part of the logical key; or why nothing starts. */
export type JiraTrigger = { readonly trigger: string } | { readonly reason: string };

function labelsIn(text: unknown): string[] {
  return typeof text === 'string' ? text.split(/\s+/) : [];
}

/** The field of a change: `fieldId` is missing on Data Center, and capitals differ between events. */
function fieldOf(item: unknown): string {
  return (textAt(item, 'fieldId') ?? textAt(item, 'field') ?? '').toLowerCase();
}

/** True when a change put the label on. `toString` is a key of the sender's, not the method. */
function adds(item: unknown, label: string): boolean {
  return (
    fieldOf(item) === 'labels' &&
    labelsIn(own(item, 'toString')).includes(label) &&
    !labelsIn(own(item, 'fromString')).includes(label)
  );
}

/** An issue becomes eligible when it is created with the label, or when the label becomes present. */
export function jiraTrigger(body: unknown, label: string): JiraTrigger {
  const event = textAt(body, 'webhookEvent') ?? '';
  const issue = at(body, 'issue');
  if (!isObject(issue)) return { reason: `${event.slice(0, 60) || 'the event'} carries no issue` };
  if (event === 'jira:issue_created') {
    const isLabelled = listAt(issue, 'fields', 'labels').includes(label);
    return isLabelled
      ? { trigger: 'created' }
      : { reason: `the created issue does not carry the label ${label}` };
  }
  if (event !== 'jira:issue_updated')
    return { reason: `${event.slice(0, 60) || 'an unnamed event'} starts nothing` };
  if (!listAt(body, 'changelog', 'items').some((item) => adds(item, label)))
    return { reason: `the label ${label} did not become present` };
  const change = textAt(body, 'changelog', 'id') ?? textAt(body, 'timestamp') ?? 'updated';
  return { trigger: `changelog ${change}` };
}
