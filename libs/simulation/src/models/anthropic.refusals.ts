type Loose = Record<string, unknown>;

function blocksOf(message: Loose | undefined): Loose[] {
  const content = message?.['content'];
  return Array.isArray(content) ? (content as Loose[]) : [];
}

function unanswered(messages: readonly Loose[]): string | null {
  for (const [index, message] of messages.entries()) {
    const calls =
      message['role'] === 'assistant'
        ? blocksOf(message).filter((block) => block['type'] === 'tool_use')
        : [];
    const results = blocksOf(messages[index + 1]).filter((block) => block['type'] === 'tool_result');
    const answered = results.map((block) => block['tool_use_id']);
    for (const call of calls) {
      const count = answered.filter((id) => id === call['id']).length;
      if (count !== 1)
        return `tool_use ${String(call['id'])} has ${count} tool_result blocks in the next message`;
    }
  }
  return null;
}

function markersIn(body: Loose): number {
  return (
    JSON.stringify([body['tools'], body['system'], body['messages']]).split('"cache_control"').length - 1
  );
}

/** What the real API answers with 400, or null. */
export function refusalOfAnthropicRequest(body: Loose): string | null {
  if (typeof body['model'] !== 'string' || typeof body['max_tokens'] !== 'number')
    return 'model and max_tokens are required';
  const messages = Array.isArray(body['messages']) ? (body['messages'] as Loose[]) : [];
  if (messages.length === 0 || messages[0]?.['role'] !== 'user')
    return 'messages: the first one must be of the user';
  for (const name of ['temperature', 'top_p', 'top_k'])
    if (name in body) return `${name} is not supported by this model`;
  if (markersIn(body) > 4) return 'a maximum of 4 blocks with cache_control may be provided';
  return unanswered(messages);
}
