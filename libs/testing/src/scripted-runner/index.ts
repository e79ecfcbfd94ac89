export { SCRIPTED_RUNNER, type RunnerScript } from './runner-script';
