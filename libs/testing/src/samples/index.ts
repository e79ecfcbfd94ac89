export { writeSampleCatalog, type SamplePolicy } from './sample-catalog';
export { sampleRoute } from './sample-route';
export { sampleSignal } from './sample-signal';
export { sampleTask, scriptedTask } from './sample-task';
