import { HEADINGS, PARTS, type PartName } from './body-parts';
import type { OwnSection } from './repository-template';

/** The text of every part that has one. */
export type PartTexts = ReadonlyMap<PartName, string>;

/** Parts that stay together, and the headings of other people that they fit under. */
interface Group {
  readonly parts: readonly PartName[];
  readonly fits: RegExp;
}

const WRONG: Group = {
  parts: ['wrong'],
  fits: /\b(?:why|problem|motivation|context|background|cause|wrong|bug|issues?|tickets?|related)\b/i,
};
const CHANGED: Group = {
  parts: ['changed'],
  fits: /\b(?:what|changes?|changed|description|summary|solution|approach|implementation|overview|details)\b/i,
};
const OTHERS: readonly Group[] = [
  {
    parts: ['proof', 'checks', 'tests'],
    fits: /\b(?:tests?|tested|testing|verif\w*|validat\w*|proof|qa|evidence)\b/i,
  },
  { parts: ['review'], fits: /\breview\w*\b/i },
  { parts: ['cost'], fits: /\b(?:risks?|limit\w*|known issues|rollback|notes?)\b/i },
];
/** Headings of lists to tick, whatever else they say. */
const NO_PLACE = /\btypes?\b|\bcheck ?list\b|\bbreaking\b/i;

const whole = (...blocks: readonly string[]): string => blocks.filter((block) => block !== '').join('\n\n');

function underOwnHeadings(texts: PartTexts, names: readonly PartName[]): string {
  const blocks = names.flatMap((name) => {
    const text = texts.get(name);
    return text === undefined ? [] : [`## ${HEADINGS[name]}\n\n${text}`];
  });
  return whole(...blocks);
}

/** Which of the repository's sections takes which parts, and in which order. */
function placesIn(own: readonly OwnSection[]): ReadonlyMap<OwnSection, readonly PartName[]> {
  const places = new Map<OwnSection, readonly PartName[]>();
  const open = own.filter(({ heading }) => heading !== '' && !NO_PLACE.test(heading));
  const place = ({ parts, fits }: Group): OwnSection | undefined => {
    const fitting = open.filter(({ heading }) => fits.test(heading));
    const section = fitting.find((one) => !places.has(one));
    if (section !== undefined) places.set(section, parts);
    return section;
  };
  const wrong = place(WRONG);
  const changed = place(CHANGED);
  if (wrong === undefined && changed !== undefined) places.set(changed, ['wrong', 'changed']);
  if (wrong !== undefined && changed === undefined) places.set(wrong, ['wrong', 'changed']);
  for (const group of OTHERS) place(group);
  return places;
}

/** Where ours fills a section, the advice to its author goes; what there is to tick stays. */
function section(own: OwnSection, names: readonly PartName[], texts: PartTexts): string {
  const present = names.filter((name) => texts.has(name));
  const blocks = present.flatMap((name) => {
    const label = present.length > 1 ? [`**${HEADINGS[name]}**`] : [];
    return [...label, texts.get(name) ?? ''];
  });
  const tasks = own.text.split('\n').filter((line) => /^\s*[-*+] \[[ xX]\]/.test(line));
  const text = blocks.length === 0 ? own.text : tasks.join('\n');
  const nothing = text === '' && blocks.length === 0 ? '*Left to a person.*' : '';
  return whole(own.heading, ...blocks, text, nothing);
}

/**
 * The parts under the repository's headings where they fit and under ours where they do not. Ours come first when its
 * template says neither what was wrong nor what changed: nobody should have to look for that.
 */
export function placedParts(texts: PartTexts, own: readonly OwnSection[]): string {
  const places = placesIn(own);
  const placed = new Set([...places.values()].flat());
  const ours = underOwnHeadings(
    texts,
    PARTS.filter((name) => !placed.has(name)),
  );
  const theirs = whole(...own.map((one) => section(one, places.get(one) ?? [], texts)));
  return placed.has('changed') ? whole(theirs, ours) : whole(ours, theirs);
}
