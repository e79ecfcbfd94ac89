import { Logger } from '@nestjs/common';

/** A vendor that names every answer's model differently must not fill the log. */
const MAX_TOLD = 100;

const told = new Set<string>();

/** Says once for each model, in the life of the process, that only its tokens can be counted. */
export function tellUnknownPrice(model: string): void {
  if (told.has(model) || told.size >= MAX_TOLD) return;
  told.add(model);
  new Logger('Models').warn(
    `${model} has no known price: its tokens are counted, a run ends at its limit of tokens, and a day's budget counts it at its limit`,
  );
}
