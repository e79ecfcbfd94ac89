import { type GenericSourceSettings, logicalKey } from '@anton/contracts';
import { boundedKey, MAX_CORRELATION_KEY, MAX_LOGICAL_KEY } from '../../text/bounded-key';
import type { GenericFields } from './generic-fields';

/** What a body is about, by its identity. */
export interface GenericObject {
  readonly externalId: string;
  readonly logicalKey: string;
  readonly correlationKey: string;
}

const nothingAt = (pointer: string): string => `the body has no text at ${pointer}`;

/** The object that tasks and signals of a body belong to, or what is missing. */
export function genericCorrelation(
  name: string,
  settings: GenericSourceSettings,
  fields: GenericFields,
): { readonly key: string } | string {
  const pointer = settings.correlation ?? settings.externalId;
  const value = fields.text(pointer);
  if (value === undefined) return nothingAt(pointer);
  return { key: boundedKey(logicalKey('generic', name, value), MAX_CORRELATION_KEY) };
}

/** The identity of the task of a body, or what is missing: an event without its id is never taken for another one. */
export function genericObject(
  name: string,
  settings: GenericSourceSettings,
  fields: GenericFields,
): GenericObject | string {
  const externalId = fields.text(settings.externalId);
  if (externalId === undefined) return nothingAt(settings.externalId);
  const correlation = genericCorrelation(name, settings, fields);
  if (typeof correlation === 'string') return correlation;
  const identity = settings.identity.length > 0 ? settings.identity : [settings.externalId];
  const parts = identity.map((pointer) => ({ pointer, value: fields.text(pointer) }));
  const missing = parts.find(({ value }) => value === undefined);
  if (missing !== undefined) return nothingAt(missing.pointer);
  const key = logicalKey('generic', name, ...parts.map(({ value }) => value ?? ''));
  return { externalId, logicalKey: boundedKey(key, MAX_LOGICAL_KEY), correlationKey: correlation.key };
}
