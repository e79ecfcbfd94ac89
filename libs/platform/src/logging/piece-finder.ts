import type { SecretForm } from './secret-forms';

/** A part of a text, from its first character to the one behind its last. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

interface Occurrence {
  readonly form: SecretForm;
  readonly position: number;
}

/** Characters by which a place is looked up; no piece is shorter. */
const GRAM = 6;
/** A form that repeats itself more often is also searched as a whole: its repetitions would cost more than they find. */
const MAX_OCCURRENCES = 4;
const TABLE = 0x1_00_00;

function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let index = at; index < at + GRAM; index += 1) hash = (hash * 31 + text.charCodeAt(index)) | 0;
  return (hash ^ (hash >>> 16)) & (TABLE - 1);
}

/**
 * Finds every run of a text that is a piece of one of the forms. Every n-th place of the text is looked up, n as large
 * as the shortest piece allows: a text of one megabyte takes a few milliseconds, whatever the number of forms.
 */
export class PieceFinder {
  private readonly occurrences = new Map<string, Occurrence[]>();
  private readonly known = new Uint8Array(TABLE);
  private readonly step: number;
  /** Forms that repeat themselves. */
  private readonly dull: readonly string[];

  /** No piece is shorter than six characters. */
  constructor(private readonly forms: readonly SecretForm[]) {
    this.step = Math.max(1, Math.min(...forms.map(({ piece }) => piece - GRAM + 1), TABLE));
    this.dull = forms.filter((form) => !this.learn(form)).map(({ text }) => text);
  }

  /** In order; they do not overlap. */
  find(text: string): TextRange[] {
    const found = [...this.wholes(text), ...this.pieces(text)].toSorted((a, b) => a.start - b.start);
    const merged: TextRange[] = [];
    for (const range of found) {
      const last = merged.at(-1);
      if (last === undefined || range.start > last.end) merged.push(range);
      else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    }
    return merged;
  }

  /** False when it repeats itself too often. */
  private learn(form: SecretForm): boolean {
    let isVaried = true;
    for (let position = form.from; position + GRAM <= form.to; position += 1) {
      const gram = form.text.slice(position, position + GRAM);
      const others = this.occurrences.get(gram) ?? [];
      if (others.filter((other) => other.form === form).length >= MAX_OCCURRENCES) {
        isVaried = false;
        continue;
      }
      this.known[hashAt(form.text, position)] = 1;
      this.occurrences.set(gram, [...others, { form, position }]);
    }
    return isVaried;
  }

  private pieces(text: string): TextRange[] {
    const found: TextRange[] = [];
    for (let at = 0; this.forms.length > 0 && at + GRAM <= text.length;) {
      const range = this.known[hashAt(text, at)] === 1 ? this.pieceAt(text, at) : null;
      if (range !== null) found.push(range);
      at = Math.max(at + this.step, range?.end ?? 0);
    }
    return found;
  }

  /** The longest piece around a place. */
  private pieceAt(text: string, at: number): TextRange | null {
    let longest: TextRange | null = null;
    for (const { form, position } of this.occurrences.get(text.slice(at, at + GRAM)) ?? []) {
      let [start, end] = [at, at + GRAM];
      const shift = position - at;
      while (start > 0 && start + shift > 0 && text[start - 1] === form.text[start + shift - 1]) start -= 1;
      while (end < text.length && end + shift < form.text.length && text[end] === form.text[end + shift])
        end += 1;
      const secret = Math.min(end + shift, form.to) - Math.max(start + shift, form.from);
      if (secret >= form.piece && end - start > (longest?.end ?? 0) - (longest?.start ?? 0))
        longest = { start, end };
    }
    return longest;
  }

  private wholes(text: string): TextRange[] {
    return this.dull.flatMap((whole) => {
      const found: TextRange[] = [];
      for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + whole.length))
        found.push({ start: at, end: at + whole.length });
      return found;
    });
  }
}
