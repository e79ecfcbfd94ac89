export { executorContract, type ExecutorSubject } from './executor.contract';
