import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { PROBLEM_TYPE, problemText } from '../problem';
import { SECURITY_HEADERS } from '../security-headers';

const EXPECTS = Symbol('expects 100-continue');

type Expecting = IncomingMessage & { [EXPECTS]?: true };

/** Leaves it to whoever looks at a request whether its body is asked for; Node would ask for it at once. */
export function deferContinue(server: Server): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    (request as Expecting)[EXPECTS] = true;
    server.emit('request', request, response);
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response
      .writeHead(417, { ...SECURITY_HEADERS, 'content-type': PROBLEM_TYPE, connection: 'close' })
      .end(problemText(417));
  });
}

/** The sender waits for `100 Continue` before it sends the body. */
export function expectsContinue(request: IncomingMessage): boolean {
  return (request as Expecting)[EXPECTS] === true;
}
