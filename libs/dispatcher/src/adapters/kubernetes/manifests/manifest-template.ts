import type { TemplateFunction } from 'ejs';
import { parse } from 'yaml';
import { BadManifestError } from '../kubernetes-executor.errors';

/** Every tag that writes must be this one: a value that is written otherwise could become YAML. */
const WRITING_TAG = /<%[-=]/g;
const JSON_TAG = /<%- json\([A-Za-z.]+\) %>/g;

/** A value as JSON on one line, which is YAML as well. */
function writeJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('a value is missing');
  return text;
}

const parsed = (text: string): unknown => parse(text, { maxAliasCount: 0, uniqueKeys: true });

const SLOT = 'anton-slot-';

/** `tree` with every string that is the name of a slot replaced by its value. @throws Error for a slot that is only part of a text. */
function filled(tree: unknown, slots: ReadonlyMap<string, unknown>): unknown {
  if (typeof tree === 'string') {
    if (slots.has(tree)) return slots.get(tree);
    if (tree.includes(SLOT)) throw new Error('a value is only a part of another one');
    return tree;
  }
  if (Array.isArray(tree)) return tree.map((entry) => filled(entry, slots));
  if (typeof tree !== 'object' || tree === null) return tree;
  const entries = Object.entries(tree);
  if (entries.some(([key]) => key.includes(SLOT))) throw new Error('a value is the name of a field');
  return Object.fromEntries(entries.map(([key, value]) => [key, filled(value, slots)]));
}

/**
 * A manifest in EJS. It is rendered with a word in the place of each value and parsed as what its author wrote, whatever
 * the values are; only then do the values take the places of their words. No value is ever read as YAML, so none can
 * become a field, an alias or another value.
 */
export class ManifestTemplate {
  /** The parsed text of the last rendering with slots: it is the same for every run, and parsing is what takes time. */
  private meant: { readonly text: string; readonly tree: unknown } = { text: '', tree: null };

  constructor(
    private readonly file: string,
    source: string,
    private readonly template: TemplateFunction,
  ) {
    const writing = source.match(WRITING_TAG)?.length ?? 0;
    if (writing !== (source.match(JSON_TAG)?.length ?? 0))
      throw new BadManifestError(file, ['a value is not written by <%- json(…) %>']);
  }

  /** @throws BadManifestError when the file is no YAML, lacks a value, or a value is more than a value. */
  render(values: Readonly<Record<string, unknown>>): unknown {
    try {
      const slots = new Map<string, unknown>();
      const outline = this.template({
        ...values,
        json: (value: unknown) => {
          const slot = `${SLOT}${slots.size}`;
          slots.set(slot, JSON.parse(writeJson(value)));
          return writeJson(slot);
        },
      });
      if (outline !== this.meant.text) this.meant = { text: outline, tree: parsed(outline) };
      return filled(this.meant.tree, slots);
    } catch (error) {
      throw new BadManifestError(this.file, [error instanceof Error ? error.message : String(error)]);
    }
  }
}
