import { afterEach, describe } from 'vitest';
import { answeringContract } from './answering.contract';
import { ModelClientWorld, type ModelClientSubject } from './model-client-world';
import { refusingContract } from './refusing.contract';
import { retryingContract } from './retrying.contract';

export type { ModelClientSubject } from './model-client-world';

/** What every model client keeps, whatever its vendor: over HTTP, with the real SDK, against scripted models. */
export function modelClientContract(name: string, subject: ModelClientSubject): void {
  describe(`${name} keeps the contract of a model client`, () => {
    const world = new ModelClientWorld(subject);
    afterEach(() => world.close());
    answeringContract(world);
    retryingContract(world);
    refusingContract(world);
  });
}
