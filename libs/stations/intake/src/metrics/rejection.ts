/** Why a delivery was turned away, as a closed list: a label of a metric is never a sender's text. */
export const REJECTIONS = [
  'signature',
  'unknown_source',
  'too_large',
  'media_type',
  'malformed',
  'broken_off',
  'other',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

const OF_STATUS: Readonly<Record<number, Rejection>> = {
  400: 'malformed',
  401: 'signature',
  404: 'unknown_source',
  408: 'broken_off',
  413: 'too_large',
  415: 'media_type',
  417: 'malformed',
  431: 'malformed',
  501: 'malformed',
};

/** The rejection that an answer's status stands for (architecture 5.2); undefined when it is none. */
export function rejectionOf(status: number): Rejection | undefined {
  return OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'other' : undefined);
}
