import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { boundedText, revealInvisible } from '@anton/platform';
import { MAX_ANSWER } from './server-limits';

function partText(part: CallToolResult['content'][number]): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'resource':
      return 'text' in part.resource
        ? part.resource.text
        : `[${part.resource.mimeType ?? 'data'}, not shown]`;
    case 'resource_link':
      return part.uri;
    case 'image':
    case 'audio':
      return `[${part.mimeType}, not shown]`;
  }
}

/** What a model reads of a server's answer: its texts, else its structured form; what is neither is named. */
export function answerText({ content, structuredContent }: CallToolResult): string {
  const texts = content.map(partText).filter((text) => text !== '');
  if (texts.length === 0 && structuredContent !== undefined) texts.push(JSON.stringify(structuredContent));
  return boundedText(revealInvisible(texts.join('\n')), MAX_ANSWER) || 'empty';
}
