import { beforeEach, describe, expect, it } from 'vitest';
import type { RunObservation } from '../../../executor.port';
import { RunChanges } from './run-changes';

const running: RunObservation = { kind: 'running' };
const named = (name: string) => ({ metadata: { name } });

describe('RunChanges', () => {
  let changes: RunChanges;
  let looks: number;
  const look = async (): Promise<RunObservation> => {
    looks += 1;
    return running;
  };

  beforeEach(() => {
    changes = new RunChanges(() => true, 60_000);
    looks = 0;
  });

  it('asks again only after news of the same run', async () => {
    for (const news of [named('a'), named('b'), null]) {
      await changes.seen('a', look);
      changes.note(news);
    }
    await changes.seen('a', look);
    expect(looks).toBe(3);
  });

  it('does not trust a look during which there was news of its run', async () => {
    await changes.seen('a', async () => {
      changes.note({ metadata: { name: 'a-x1', labels: { 'batch.kubernetes.io/job-name': 'a' } } });
      return look();
    });
    await changes.seen('a', look);
    expect(looks).toBe(2);
  });

  it('trusts a look during which there was news of others', async () => {
    await changes.seen('a', async () => {
      changes.note(named('b'));
      return look();
    });
    await changes.seen('a', look);
    expect(looks).toBe(1);
  });
});
