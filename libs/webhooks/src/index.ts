export {
  IGNORED_CAUSES,
  WebhookSource,
  WebhookSourceProvider,
  WebhookSourceRegistry,
  type IgnoredCause,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
  type WebhookHeaders,
} from './webhook-source.port';
export { SourceSettingsProvider } from './source-settings.provider';
export { isWebAddress } from './text/web-address';
export { WebhookSourcesModule } from './webhook-sources.module';
