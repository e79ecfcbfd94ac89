export const RUNNER = 'dist/apps/runner/main.js';
