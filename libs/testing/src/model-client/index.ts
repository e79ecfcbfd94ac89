export { modelClientContract, type ModelClientSubject } from './model-client.contract';
