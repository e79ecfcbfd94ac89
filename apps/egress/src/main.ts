import nodeModule from 'node:module';
import { dirname, join } from 'node:path';

// Beside the program, never in a folder for temporary files: whoever may write the cache decides what the next process runs.
const [, program = process.execPath] = process.argv;
nodeModule.enableCompileCache?.(join(dirname(program), 'compile-cache'));
await import('./boot');
