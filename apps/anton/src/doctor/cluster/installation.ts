/** Where an installation is, and what it is made of. */
export interface Installation {
  /** Namespace of the control plane. */
  readonly control: string;
  /** Namespace of the runs. */
  readonly runs: string;
  /** Image of the runner; null when nobody has said it. */
  readonly runnerImage: string | null;
  /** True when runs go out by anton-egress. */
  readonly hasProxy: boolean;
}
