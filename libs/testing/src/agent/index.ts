export { openCoderWorld, SAMPLE_BASELINE, type CoderWorld, type CoderWorldOptions } from './coder-world';
export { openToolWorld, type ToolWorld, type ToolWorldOptions } from './tool-world';
