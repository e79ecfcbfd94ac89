import type { PointerCondition } from '@anton/contracts';
import { isObject, textAt, type JsonObject } from '../../text/json-fields';
import { fenced } from '../../text/code-fence';
import { isRounded, readExactly } from '../../text/exact-numbers';
import { pointed } from '../../text/pointer';

const MAX_ITEMS = 200;

function asText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function nameOf(item: JsonObject): string | undefined {
  return textAt(item, 'name') ?? textAt(item, 'title');
}

/** The values of a body at the pointers of the settings; nothing is believed about their types. */
export class GenericFields {
  private exact: unknown;

  constructor(
    private readonly body: unknown,
    private readonly rawBody: Buffer,
  ) {}

  /** A text, a number or a truth value as text; undefined for anything else and for the empty text. */
  text(pointer: string | undefined): string | undefined {
    return asText(this.value(pointer));
  }

  /** The same, but lists and objects as JSON: for a text that people read. */
  prose(pointer: string | undefined): string | undefined {
    const value = this.value(pointer);
    if (typeof value !== 'object' || value === null) return asText(value);
    return fenced(JSON.stringify(value, null, 2), 'json');
  }

  /** A list of texts or of objects with a name or title; a single text is a list of one. */
  list(pointer: string | undefined): readonly string[] {
    const value = this.value(pointer);
    const items = Array.isArray(value) ? (value as readonly unknown[]).slice(0, MAX_ITEMS) : [value];
    return items.flatMap((item) => (isObject(item) ? nameOf(item) : asText(item)) ?? []);
  }

  /** Whether the value at the pointer of a condition is one of its values; false without a condition. */
  fits(condition: PointerCondition | undefined): boolean {
    const text = this.text(condition?.pointer);
    return text !== undefined && condition?.in.includes(text) === true;
  }

  private value(pointer: string | undefined): unknown {
    if (pointer === undefined) return undefined;
    const value = pointed(this.body, pointer);
    if (!isRounded(value)) return value;
    this.exact ??= readExactly(this.rawBody);
    return pointed(this.exact, pointer) ?? value;
  }
}
