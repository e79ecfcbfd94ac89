import { expect, it } from 'vitest';
import { DEFAULT_RUN_OPTIONS, type RunOptions } from '../run-options';
import { BlockedHostsOfRun } from './blocked-hosts';
import { RunFacts } from './run-facts';

const HOST = { host: 'a.example', port: 443, times: 1 };
const learn = async (blockedHosts: RunOptions['blockedHosts'], facts = new RunFacts()): Promise<RunFacts> => {
  await new BlockedHostsOfRun({ ...DEFAULT_RUN_OPTIONS, blockedHosts }).learn(facts);
  return facts;
};

it('learns what was refused since the run began', async () => {
  const asked: Date[] = [];
  const facts = await learn(async (since) => {
    asked.push(since);
    return [HOST];
  });
  expect(facts.blocked).toEqual([HOST]);
  expect(asked).toEqual([facts.startedAt]);
});

it('keeps what it knew when the proxy does not answer', async () => {
  const facts = new RunFacts();
  facts.blocked = [HOST];
  expect((await learn(() => Promise.reject(new Error('no answer')), facts)).blocked).toEqual([HOST]);
});
