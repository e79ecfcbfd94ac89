import { datadogDelivery } from './datadog-delivery';
import { jiraDelivery } from './jira-delivery';
import { signedRequest, type SignedRequest, type SourceName } from './signed-requests';

/** Different bodies, so that ids differ; more than there are connections. */
const COUNT = 512;
/** Enough for one connection, whose bodies may be large. */
const FEW = 32;
const MIN_BYTES = 2_048;
const MAX_BYTES = 4_096;

/** Evenly from the one to the other. */
const SIZES = Array.from({ length: COUNT }, (_value, index) =>
  Math.round(MIN_BYTES + ((MAX_BYTES - MIN_BYTES) * index) / (COUNT - 1)),
);

type Delivery = (id: string, bytes: number) => string;

function requests(source: SourceName, delivery: Delivery, sizes: readonly number[]): SignedRequest[] {
  return sizes.map((bytes, index) =>
    signedRequest(source, delivery(String(8_306_082_202_796_000 + index), bytes)),
  );
}

/** Datadog webhooks with bodies of 2 to 4 KiB. */
export function datadogRequests(): SignedRequest[] {
  return requests('datadog', datadogDelivery, SIZES);
}

/** Jira webhooks with bodies of 2 to 4 KiB. */
export function jiraRequests(): SignedRequest[] {
  return requests('jira', jiraDelivery, SIZES);
}

/** Datadog webhooks whose bodies all have `bytes` bytes, for few connections. */
export function datadogRequestsOf(bytes: number): SignedRequest[] {
  return requests(
    'datadog',
    datadogDelivery,
    Array.from({ length: FEW }, () => bytes),
  );
}
