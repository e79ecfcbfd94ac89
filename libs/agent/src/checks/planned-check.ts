/** One command of a gate as a detector finds it; `reporting` is the same command made to write a report. */
export interface PlannedCheck {
  readonly command: string;
  readonly reporting?: string | null;
}
