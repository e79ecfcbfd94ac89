/** What a row has to reach: by its value, or by its ratio. Printed with the row; a goal that is missed fails nothing. */
export interface Goal {
  readonly of: 'value' | 'ratio';
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly met: boolean;
}

/** One measured figure. `ratio` is value / value of `against` in the same interleaved run, both as measured together. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio: number | null;
  readonly against: string | null;
  readonly goal: Goal | null;
}

type Bound = Omit<Goal, 'met'>;

/** What may be said of a row beside its figure. */
export interface RowExtras {
  readonly ratio?: { readonly value: number; readonly against: string } | undefined;
  readonly goal?: Bound | undefined;
}

function isMet({ atLeast, atMost }: Bound, measured: number): boolean {
  return measured >= (atLeast ?? -Infinity) && measured <= (atMost ?? Infinity);
}

/** A row; its goal is judged here. A goal of a ratio that there is none of is missed. */
export function row(what: string, value: number, unit: string, { ratio, goal }: RowExtras = {}): Row {
  const measured = goal?.of === 'ratio' ? (ratio?.value ?? NaN) : value;
  return {
    what,
    value,
    unit,
    ratio: ratio?.value ?? null,
    against: ratio?.against ?? null,
    goal: goal === undefined ? null : { ...goal, met: isMet(goal, measured) },
  };
}
