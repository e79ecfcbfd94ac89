/** What a request is, for whoever plans a fault. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly verb: 'list' | 'watch' | 'get' | 'create' | 'patch' | 'delete';
}

/**
 * What a healthy API server never does. `lost`: does what it was asked for, and the answer never arrives. `silence`:
 * takes the request and says nothing more.
 */
export type ApiFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly message?: string;
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'silence' };

/** What happens to watches that are open. `expired`: 410 within the stream. `partial`: half an event, then the end. */
export type WatchFault = 'reset' | 'silence' | 'partial' | 'expired' | 'error' | 'close';

/** A fault for the next `times` requests that match. */
export interface PlannedFault {
  readonly fault: ApiFault;
  readonly times?: number;
  matches(request: ApiRequest): boolean;
}

/** The faults that are still to come. */
export class FaultPlan {
  private planned: (PlannedFault & { left: number })[] = [];

  add(fault: PlannedFault): void {
    this.planned.push({ ...fault, matches: (request) => fault.matches(request), left: fault.times ?? 1 });
  }

  /** Takes the fault for a request, if one is due. */
  take(request: ApiRequest): ApiFault | undefined {
    const due = this.planned.find((entry) => entry.left > 0 && entry.matches(request));
    if (due !== undefined) due.left -= 1;
    return due?.fault;
  }
}
