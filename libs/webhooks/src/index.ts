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
export {
  SourceSettingsProvider,
  type GenericSourceSettings,
  type PointerCondition,
  type SourceSettings,
} from './source-settings';
export { isWebAddress } from './text/web-address';
export { WebhookSourcesModule } from './webhook-sources.module';
