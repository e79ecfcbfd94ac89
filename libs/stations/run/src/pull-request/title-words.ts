/** Verbs that a title may begin with, and the type that a conventional commit has for them. */
export const VERBS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    fix: 'fix repair correct resolve handle prevent avoid guard stop restore ensure reject validate check catch close escape',
    feat: 'add implement support introduce allow enable show provide expose',
    refactor: 'refactor rename extract simplify move replace split remove delete drop',
    docs: 'document describe explain',
    chore: 'bump upgrade update pin migrate',
    perf: 'optimise optimize speed cache reduce',
  }).flatMap(([type, verbs]) => verbs.split(' ').map((verb) => [verb, type] as const)),
);

/** Words by which a title is a sentence: "Payments fail", "the page is empty". */
export const SENTENCE =
  /\b(?:is|are|was|were|has|have|does|do|did|doesn't|don't|isn't|aren't|cannot|can't|won't|should|must|fails?|failed|gives?|returns?|throws?|crash(?:es)?|breaks?|shows?|hangs?|gets?|loses?|answers?|leaks?|times out|stops?|needs?|takes?|sends?|runs?)\b/i;

/** Words that need no capital within a title. */
export const SMALL =
  /^(?:a|an|the|some|all|no|when|wrong|broken|missing|incorrect|invalid|slow|high|low|bad|unexpected|empty|null|duplicate|double|memory|possible|potential)$/i;

/** What trackers and monitors put around a title: tags, keys, priorities, kinds, replies. */
export const NOISE: readonly RegExp[] = [
  /^\[[^\]]{0,60}\]\s*/,
  /^\(?[A-Z][A-Z0-9]{1,9}-\d{1,7}\)?(?:\s*[:–—-]\s*|\s+)/,
  /^(?:P[0-5]|SEV-?\d|Re|Fwd?|Bug|Defect|Issue|Incident|Alert|Triggered|Urgent|Critical|Error|Ticket|Task)\s*(?::|\s[–—-])\s*/i,
  /^[^\p{L}\p{N}`'"([]+/u,
];

/** A class's file is called like the class. */
export const CLASS_FILE = /\b([A-Z]\w*)\.(?:java|kts?|scala|groovy|cs|swift)\b/g;
