import type { ServerResponse } from 'node:http';

const PIECE = 40;

/** A text as a model streams it: in pieces. An empty one is one empty piece. */
export function piecesOf(text: unknown): string[] {
  const characters = Array.from(String(text));
  const count = Math.max(1, Math.ceil(characters.length / PIECE));
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * PIECE, (index + 1) * PIECE).join(''),
  );
}

/** One server-sent event. */
export function eventOf(event: Readonly<Record<string, unknown>>): string {
  return `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Sends events; the response stays open. */
export function writeEvents(response: ServerResponse, events: readonly string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(event);
}
