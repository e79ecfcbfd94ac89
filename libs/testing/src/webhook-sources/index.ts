export { interpreted, webhookSourceContract } from './webhook-source.contract';
export { readDeliveries, sampleDelivery, type SampleDelivery } from './deliveries';
export { sampleGenericSource, SampleSettings } from './source-settings.sample';
