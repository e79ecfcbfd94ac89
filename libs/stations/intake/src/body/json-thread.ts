import { Worker } from 'node:worker_threads';
import { readJson, type JsonReading } from './read-json';

/** A body to read, with the limits of {@link readJson}. */
export interface JsonJob {
  readonly bytes: Buffer;
  readonly maxDepth: number;
  readonly maxValues: number;
}

interface Answer {
  readonly id: number;
  readonly reading: JsonReading;
}

/** 5 MiB of JSON take about 100 ms; whoever waits longer waits behind many others, or for nothing. */
const PATIENCE_MS = 4_000;

/** The thread's whole program: it needs no file of its own, wherever the application was bundled to. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const readJson = ${readJson.toString()};
parentPort.on('message', ({ id, bytes, maxDepth, maxValues }) => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  parentPort.postMessage({ id, reading: readJson(text, maxDepth, maxValues) });
});`;

/** One thread that reads JSON, one body after the other. It has no environment, and its memory is bounded. */
export class JsonThread {
  private readonly waiting = new Map<number, (reading: JsonReading | undefined) => void>();
  private readonly worker: Worker;
  private count = 0;
  private hasEnded = false;

  constructor() {
    this.worker = new Worker(PROGRAM, {
      eval: true,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    this.worker.unref();
    this.worker.on('message', ({ id, reading }: Answer) => this.settle(id, reading));
    this.worker.on('error', () => undefined); // 'exit' follows, and tells everybody who waits
    this.worker.on('exit', () => this.settleAll());
  }

  /** True when it takes no further body. */
  get ended(): boolean {
    return this.hasEnded;
  }

  /** Undefined when the thread ended, or did not answer in time; it is of no use then. */
  read(job: JsonJob): Promise<JsonReading | undefined> {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve) => {
      const late = setTimeout(() => void this.end(), PATIENCE_MS);
      this.waiting.set(id, (reading) => {
        clearTimeout(late);
        resolve(reading);
      });
      this.worker.postMessage({ id, ...job });
    });
  }

  async end(): Promise<void> {
    this.hasEnded = true;
    await this.worker.terminate();
  }

  private settle(id: number, reading: JsonReading | undefined): void {
    this.waiting.get(id)?.(reading);
    this.waiting.delete(id);
  }

  private settleAll(): void {
    this.hasEnded = true;
    for (const id of this.waiting.keys()) this.settle(id, undefined);
  }
}
