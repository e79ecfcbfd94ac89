import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import { readJson, type JsonReading } from './read-json';

/** What is sent back by the worker. */
interface Answer {
  readonly id: number;
  readonly reading: JsonReading;
}

/** The worker's whole program: it needs no file of its own, wherever the application was bundled to. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const readJson = ${readJson.toString()};
parentPort.on('message', ({ id, bytes, maxDepth, maxKeys }) => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  parentPort.postMessage({ id, reading: readJson(text, maxDepth, maxKeys) });
});`;

/** Reads large JSON bodies on a thread of its own, so that the event loop goes on. Started by the first large body. */
@Injectable()
export class JsonWorker implements OnModuleDestroy {
  private worker: Worker | undefined;
  private count = 0;
  private readonly waiting = new Map<number, (reading: JsonReading) => void>();

  read(bytes: Buffer, maxDepth: number, maxKeys: number): Promise<JsonReading> {
    this.worker ??= this.start();
    this.count += 1;
    const id = this.count;
    const answer = new Promise<JsonReading>((resolve) => this.waiting.set(id, resolve));
    this.worker.postMessage({ id, bytes, maxDepth, maxKeys });
    return answer;
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(PROGRAM, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 512 } });
    worker.unref();
    worker.on('message', ({ id, reading }: Answer) => {
      this.waiting.get(id)?.(reading);
      this.waiting.delete(id);
    });
    worker.on('error', () => this.lost());
    worker.on('exit', () => this.lost());
    return worker;
  }

  /** A worker that died took its bodies along: they are parked, and the next body gets a new one. */
  private lost(): void {
    this.worker = undefined;
    for (const resolve of this.waiting.values()) resolve({ problem: 'the body could not be read' });
    this.waiting.clear();
  }
}
