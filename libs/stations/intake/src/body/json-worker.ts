import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { JsonThread } from './json-thread';
import type { JsonReading } from './read-json';

/** Reads large JSON bodies on a thread of its own, so that the event loop goes on. Started by the first large body. */
@Injectable()
export class JsonWorker implements OnApplicationShutdown {
  private readonly logger = new Logger(JsonWorker.name);
  private thread: JsonThread | undefined;

  async read(bytes: Buffer, maxDepth: number, maxValues: number): Promise<JsonReading> {
    if (this.thread === undefined || this.thread.ended) this.thread = new JsonThread();
    const reading = await this.thread.read({ bytes, maxDepth, maxValues });
    if (reading !== undefined) return reading;
    this.logger.error('the thread that reads large bodies ended or took too long; the next one gets another');
    return { problem: 'the body could not be read' };
  }

  /** Deliveries are still being read while the intake drains. */
  async onApplicationShutdown(): Promise<void> {
    await this.thread?.end();
  }
}
