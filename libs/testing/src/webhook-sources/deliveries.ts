import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A body of a sender, parsed, with the name of its file. */
export interface SampleDelivery {
  readonly name: string;
  readonly rawBody: Buffer;
  readonly body: unknown;
}

/** Every JSON body in a folder. */
export function readDeliveries(folder: string): SampleDelivery[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => {
      const rawBody = readFileSync(join(folder, name));
      return { name, rawBody, body: JSON.parse(rawBody.toString('utf8')) as unknown };
    });
}

/** One of the project's own bodies, e.g. `jira/issue-created.labelled`. */
export function sampleDelivery(name: string): unknown {
  return JSON.parse(readFileSync(join('test/deliveries', `${name}.json`), 'utf8'));
}
