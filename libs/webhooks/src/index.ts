export {
  WebhookSource,
  WebhookSourceProvider,
  WebhookSourceRegistry,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
  type WebhookHeaders,
} from './webhook-source.port';
