import { alertText } from './datadog-delivery';

/** The body of a created Jira issue with the label `anton`, of about `bytes` bytes. */
export function jiraDelivery(id: string, bytes: number): string {
  const body = (description: string): string =>
    JSON.stringify({
      timestamp: Date.now(),
      webhookEvent: 'jira:issue_created',
      issue_event_type_name: 'issue_created',
      user: { accountId: '5f00', displayName: 'Ada', accountType: 'atlassian' },
      issue: {
        id,
        key: `PAY-${id}`,
        self: `https://acme.example.net/rest/api/2/issue/${id}`,
        fields: {
          summary: 'Totals are wrong for guests',
          description,
          priority: { name: 'Medium', id: '3' },
          labels: ['anton', 'checkout'],
          components: [{ name: 'checkout' }],
          project: { key: 'PAY', id: '10010' },
          issuetype: { name: 'Bug' },
          status: { name: 'To Do', statusCategory: { key: 'new' } },
          created: new Date().toISOString(),
        },
      },
    });
  const around = body('').length;
  const text = `h2. What happens\r\n{noformat}\r\n${alertText(Math.max(0, (bytes - around) * 0.95))}\r\n{noformat}`;
  return body(text);
}
