import type { RecordedScript, RecordedStretch, RecordedTool, RecordedTurn } from './recorded-script';

/** Where a replay left the recording. `byte` is the first one that differs, where both bodies are known. */
export interface Divergence {
  readonly what: string;
  readonly byte: number | null;
  readonly recorded: string | null;
  readonly replayed: string | null;
}

/** A divergence that is not one of bytes. */
export function atNoByte(what: string): Divergence {
  return { what, byte: null, recorded: null, replayed: null };
}

/** How far a replay has come. The recorded model, tools, budget and tree share it. */
export class ReplayPosition {
  readonly turns: readonly RecordedTurn[];
  readonly stretches: readonly RecordedStretch[];
  private readonly tools: readonly RecordedTool[];
  private turnsDone = 0;
  private toolsDone = 0;
  private stretchesDone = 0;
  divergence: Divergence | null = null;
  /** The recording stops before the loop does. */
  exhausted = false;

  constructor(readonly script: RecordedScript) {
    this.turns = script.turns();
    this.stretches = script.stretches();
    this.tools = script.tools();
  }

  get turn(): number {
    return this.turnsDone;
  }

  get isOver(): boolean {
    return this.exhausted || this.divergence !== null;
  }

  get stretch(): RecordedStretch | undefined {
    return this.stretches[this.stretchesDone];
  }

  nextStretch(): void {
    this.stretchesDone += 1;
  }

  /** The next request of this stretch, or undefined when it has no further one. */
  pendingTurn(): RecordedTurn | undefined {
    const turn = this.turns[this.turnsDone];
    const end = this.stretch?.endIndex ?? 0;
    return turn !== undefined && turn.index < end ? turn : undefined;
  }

  takeTurn(): void {
    this.turnsDone += 1;
  }

  takeTool(): RecordedTool | undefined {
    this.toolsDone += 1;
    return this.tools[this.toolsDone - 1];
  }

  /** Where the loop asks for its next request, or where the stretch ends: whatever was recorded before has happened. */
  get boundary(): number {
    return this.pendingTurn()?.index ?? this.stretch?.endIndex ?? 0;
  }

  /** What was recorded since the last request, of one type. */
  since<Type extends 'warning'>(type: Type) {
    const from = this.turns[this.turnsDone - 1]?.index ?? 0;
    return this.script.of(type).filter(({ index }) => index > from && index < this.boundary);
  }

  /** The first one stays. */
  diverge(divergence: Divergence): void {
    this.divergence ??= divergence;
  }
}
