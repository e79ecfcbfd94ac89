import { Injectable } from '@nestjs/common';
import { JsonWorker } from './json-worker';
import { readForm } from './read-form';
import { readJson, type JsonReading } from './read-json';

/** Architecture 5.2: larger bodies are parsed off the event loop. */
const OFF_LOOP_BYTES = 512 * 1024;
const MAX_DEPTH = 64;
const MAX_VALUES = 50_000;

const FORM = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** Turns the bytes of an authentic body into a value, never by an exception. */
@Injectable()
export class BodyReader {
  constructor(private readonly worker: JsonWorker) {}

  async read(rawBody: Buffer, contentType: string): Promise<JsonReading> {
    if (rawBody.length === 0) return { problem: 'the body is empty' };
    if (FORM.test(contentType)) return readForm(rawBody);
    if (rawBody.length > OFF_LOOP_BYTES) return this.worker.read(rawBody, MAX_DEPTH, MAX_VALUES);
    return readJson(rawBody.toString('utf8'), MAX_DEPTH, MAX_VALUES);
  }
}
