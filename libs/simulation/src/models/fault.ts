import type { ServerResponse } from 'node:http';
import { eventOf, writeEvents } from './event-stream';
import type { RequestBody, ScriptedFault } from './scenario';
import type { Vendor } from './vendor';

const HALF_SAID = { text: 'half of what there was to say, and then '.repeat(3) };

/** Sends JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function writeHalf(response: ServerResponse, vendor: Vendor, body: RequestBody): void {
  const events = vendor.eventsOf(vendor.messageOf(body, HALF_SAID));
  writeEvents(response, events.slice(0, Math.ceil(events.length / 2)));
}

function sendStatus(
  response: ServerResponse,
  vendor: Vendor,
  { status, retryAfter, retryAfterMs, code }: Extract<ScriptedFault, { fault: 'status' }>,
): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  if (retryAfterMs !== undefined) response.setHeader('retry-after-ms', retryAfterMs);
  sendJson(response, status, vendor.errorOf(status, code ?? 'scripted', code));
}

/** Fails a request as the scenario says; the name of what happened. */
export function fail(
  response: ServerResponse,
  vendor: Vendor,
  body: RequestBody,
  fault: ScriptedFault,
): string {
  switch (fault.fault) {
    case 'status':
      sendStatus(response, vendor, fault);
      return String(fault.status);
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>not json');
      break;
    case 'reset':
      response.destroy();
      break;
    case 'cut':
      writeHalf(response, vendor, body);
      setImmediate(() => response.destroy());
      break;
    case 'stall':
      writeHalf(response, vendor, body);
      break;
    case 'stream_error':
      writeHalf(response, vendor, body);
      response.end(eventOf(vendor.streamErrorOf(fault.code)));
      break;
    case 'hang':
  }
  return fault.fault;
}
