import type { ModelRequest } from '../model-client.port';
import type { WireFormat } from '../roles/call-observer';
import { anthropicRequest } from './anthropic/anthropic.request';
import { openAiRequest } from './openai/openai.request';

/** The body of a request, byte for byte as the vendor's SDK sends it. */
export function wireBody(wire: WireFormat, request: ModelRequest, promptCacheKey?: string): string {
  const body =
    wire === 'anthropic.messages' ? anthropicRequest(request) : openAiRequest(request, promptCacheKey);
  return JSON.stringify({ ...body, stream: true });
}
