import { describe, expect, it } from 'vitest';
import { DatabaseDownError } from '../../errors/database.errors';
import { connectFailure, isEndOfConnection, postgresFailure } from './postgres-failure';

const sqlError = (code: string) => Object.assign(new Error('no'), { code, severity: 'ERROR' });
const netError = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
const mapped = (error: unknown) => postgresFailure(error, 'db:5432/anton');

describe('postgresFailure', () => {
  it.each([
    ['08006', 'database_unreachable'],
    ['57P01', 'database_unreachable'],
    ['57P03', 'database_unreachable'],
    ['25P03', 'database_unreachable'],
    ['53100', 'database_full'],
    ['53300', 'database_too_many_connections'],
    ['25006', 'database_read_only'],
    ['XX001', 'database_corrupt'],
    ['55P03', 'database_busy'],
    ['57014', 'database_busy'],
    ['40001', 'database_busy'],
    ['40P01', 'database_busy'],
    ['28P01', 'database_refused'],
    ['3D000', 'database_refused'],
    ['42501', 'database_refused'],
  ])('reads SQLSTATE %s as %s', (state, code) => {
    expect(mapped(sqlError(state))).toMatchObject({
      constructor: DatabaseDownError,
      category: 'outage',
      code,
      message: expect.stringContaining('db:5432/anton'),
    });
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])(
    'reads %s as unreachable',
    (code) => expect(mapped(netError(code))).toMatchObject({ code: 'database_unreachable' }),
  );

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Query read timeout',
    'timeout exceeded when trying to connect',
  ])('reads "%s" as unreachable', (message) =>
    expect(mapped(new Error(message))).toMatchObject({ code: 'database_unreachable' }),
  );

  it.each([sqlError('23505'), sqlError('42601'), new TypeError('x is not a function'), 'text', null])(
    'leaves %s alone',
    (error) => expect(mapped(error)).toBe(error),
  );

  it('names every address that was tried', () => {
    const tried = [
      new Error('connect ECONNREFUSED ::1:5432'),
      new Error('connect ECONNREFUSED 127.0.0.1:5432'),
    ];
    const error = Object.assign(new AggregateError(tried, ''), { code: 'ECONNREFUSED' });
    expect(mapped(error)).toMatchObject({ message: expect.stringMatching(/::1:5432, .*127\.0\.0\.1:5432/) });
  });

  it('takes whatever ends an attempt to connect for an outage', () => {
    const error = connectFailure(new Error('The server does not support SSL connections'), 'db:5432/anton');
    expect(error).toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('SSL') });
  });

  it('ends connections that are lost or lead to a standby, and no others', () => {
    const ends = (state: string) => isEndOfConnection(mapped(sqlError(state)));
    expect(['57P01', '08003', '25006'].map(ends)).toEqual([true, true, true]);
    expect(['57014', '53100', '23505'].map(ends)).toEqual([false, false, false]);
  });
});
