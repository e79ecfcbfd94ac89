import type { WireCall, WireReader } from './wire-calls';

/** At the beginning of a statement, or of one within WITH. */
const CHANGES = /(?:^|^with .*?\(|, "?\w+"? as \()(insert into|update|delete from) "?(\w+)"?/gs;
const READ = /^select .*?from "?(\w+)"?/s;
/** States and roles among the values say which of several like changes it is. */
const TELLING = /^(?:accepted|routing|waiting|running|settled|created|started|reported|vanished|router|run)$/;

/** Messages of the frontend, https://www.postgresql.org/docs/current/protocol-message-formats.html */
function* messagesIn(bytes: Buffer): Generator<readonly [type: string, body: Buffer]> {
  if (bytes[0] === 0) return; // the startup, which has no type
  for (let at = 0; at + 5 <= bytes.length;) {
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    yield [bytes.toString('latin1', at, at + 1), bytes.subarray(at + 5, end)];
    at = end;
  }
}

/** The values of a Bind message that tell something. */
function tellingValues(bind: Buffer): readonly string[] {
  let at = bind.indexOf(0, bind.indexOf(0) + 1) + 1;
  at += 2 + 2 * bind.readUInt16BE(at);
  const values: string[] = [];
  const count = bind.readUInt16BE(at);
  at += 2;
  for (let index = 0; index < count; index += 1) {
    const length = bind.readInt32BE(at);
    at += 4;
    if (length > 0) values.push(bind.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values.filter((value) => TELLING.test(value));
}

/** What a statement changes, or null. */
function changeOf(sql: string, values: readonly string[]): string | null {
  const made = [...sql.matchAll(CHANGES)].map(([, verb = '', table = '']) => `${verb} ${table}`);
  return made.length === 0 ? null : `${made.join(' and ')}${values.length === 0 ? '' : `(${values.join()})`}`;
}

/**
 * One call for each statement. A transaction is one call, at its commit: until then the server has changed nothing, and
 * takes everything back when the connection breaks off.
 */
export function postgresReader(server: string): WireReader {
  let changes: string[] | null = null;
  const call = (name: string, isChange: boolean): WireCall => ({
    name: `${server}: ${name}`,
    isChange,
    isAnswered: true,
  });
  const statement = (sql: string, values: readonly string[]): readonly WireCall[] => {
    const change = changeOf(sql, values);
    if (/^(?:begin|start transaction)/.test(sql)) changes = [];
    else if (sql === 'rollback') changes = null;
    else if (sql === 'commit') {
      const made = changes ?? [];
      changes = null;
      return [call(`commit ${made.length === 0 ? 'of nothing' : made.join(' + ')}`, made.length > 0)];
    } else if (changes !== null) changes.push(...(change === null ? [] : [change]));
    else if (change !== null) return [call(change, true)];
    else return [call(`select ${READ.exec(sql)?.[1] ?? sql.slice(0, 40)}`, false)];
    return [];
  };
  return (bytes) => {
    const calls: WireCall[] = [];
    const all = [...messagesIn(bytes)];
    for (const [index, [type, body]] of all.entries()) {
      if (type === 'Q') calls.push(...statement(body.toString('utf8', 0, body.length - 1), []));
      if (type !== 'P') continue;
      const start = body.indexOf(0) + 1;
      const sql = body.toString('utf8', start, body.indexOf(0, start));
      const [next = '', bind = Buffer.alloc(0)] = all[index + 1] ?? [];
      calls.push(...statement(sql, next === 'B' ? tellingValues(bind) : []));
    }
    return calls;
  };
}
