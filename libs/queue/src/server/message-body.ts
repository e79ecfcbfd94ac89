import { PermanentError } from '@anton/contracts';
import { parse } from 'secure-json-parse';

/** The JSON value of a message, without prototype keys. @throws PermanentError `body_not_json` */
export function readMessageBody(body: string): unknown {
  try {
    return parse(body, undefined, { protoAction: 'remove', constructorAction: 'remove' });
  } catch (cause) {
    throw new PermanentError(
      `the message is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        code: 'body_not_json',
        remedy: 'Find out who else publishes to this queue: the ingester writes JSON only.',
        cause,
      },
    );
  }
}
