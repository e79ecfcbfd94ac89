export {
  WebhookSource,
  WebhookSourceProvider,
  WebhookSourceRegistry,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
  type WebhookHeaders,
} from './webhook-source.port';
export { SourceSettingsProvider, type GenericSourceSettings, type SourceSettings } from './source-settings';
export { WebhookSourcesModule } from './webhook-sources.module';
