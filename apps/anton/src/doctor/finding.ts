/** One thing the doctor looked at. `remedy` is set exactly when something is to do. */
export interface Finding {
  readonly check: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly detail: string;
  readonly remedy: string | null;
}

export function good(check: string, detail: string): Finding {
  return { check, state: 'good', detail, remedy: null };
}

export function warning(check: string, detail: string, remedy: string): Finding {
  return { check, state: 'warning', detail, remedy };
}

export function bad(check: string, detail: string, remedy: string): Finding {
  return { check, state: 'bad', detail, remedy };
}
