import { afterEach, describe, expect, it } from 'vitest';
import type { AgentTask } from '@anton/contracts';
import { sampleTask } from '@anton/testing/samples';
import { ANSWER, openRouter, userText, type RouterUnderTest } from '../../test/router-under-test';

let world: RouterUnderTest | undefined;

afterEach(async () => {
  await world?.close();
  world = undefined;
});

type Fields = Omit<Partial<AgentTask>, 'evidence'> & { readonly evidence?: Record<string, unknown> };

const task = ({ evidence, ...rest }: Fields = {}): AgentTask => {
  const attributes = { project: ['PAY'], component: ['checkout'] };
  return sampleTask('1', { ...rest, evidence: { ...evidence, attributes } });
};

/** What the model was asked about each task, and the hashes that were recorded of it. */
async function asked(...tasks: readonly AgentTask[]) {
  world ??= await openRouter({ json: ANSWER });
  const hashes: unknown[] = [];
  for (const one of tasks) hashes.push((await world.router.route(one, 1)).route.decidedBy.promptHash);
  const bodies = world.requests();
  return { hashes, bodies, texts: bodies.map(userText) };
}

describe('what the router asks', () => {
  it('offers the names and descriptions of the catalog, and never the bodies of skills', async () => {
    const [text = ''] = (await asked(task())).texts;
    expect(text).toContain('Templates:\n- java-backend: About java-backend');
    expect(text).toContain('Skills:\n- house-rules: About house-rules\n- maven: About maven');
    expect(text).not.toContain('Body of');
    expect(text).not.toContain('node-service');
  });

  it('has a system prompt and a schema that are the same bytes for every task of a repository', async () => {
    const { bodies } = await asked(task(), task({ title: 'another', priority: 'P1' }));
    const stable = bodies.map(({ system, output_config, model }) =>
      JSON.stringify({ system, output_config, model }),
    );
    expect(new Set(stable).size).toBe(1);
    expect(stable[0]).not.toMatch(/payments|202\d/);
  });

  it('is recorded by a hash that changes with every byte of it', async () => {
    const { hashes } = await asked(task(), task(), task({ title: 'Payments fail (1) ' + '.' }));
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it('quotes the task, and nothing of the task stands outside the quotation', async () => {
    const marked = task({
      title: 'CANARY title',
      description: 'CANARY description',
      labels: ['CANARY'],
      service: 'CANARY',
      environment: 'CANARY',
      evidence: { stackTrace: 'CANARY', logs: 'CANARY', query: 'CANARY', conditions: [{ metric: 'CANARY' }] },
    });
    const [text = ''] = (await asked(marked)).texts;
    expect(text.match(/CANARY/g)?.length).toBe(9);
    expect(text.replace(/<untrusted[\s\S]*?<\/untrusted>/g, '')).not.toContain('CANARY');
  });

  it('is of bounded size, with the beginning and the end of what is too long', async () => {
    const long = (name: string): string => `${name}-BEGIN ${'x '.repeat(120_000)} ${name}-END`;
    const huge = task({
      description: long('description'),
      labels: Array.from({ length: 200 }, (_, index) => `${index}${'y'.repeat(290)}`),
      evidence: { logs: long('logs') },
    });
    const [text = ''] = (await asked(huge)).texts;
    expect(text.length).toBeLessThan(22_000);
    for (const mark of [
      'description-BEGIN',
      'description-END',
      'logs-BEGIN',
      'logs-END',
      'characters left out',
    ])
      expect(text).toContain(mark);
  });

  it('shows what a person would see of prose, and everything of a log', async () => {
    const sly = task({
      title: 'a <!-- never closed',
      description: 'b\u200Bc <!-- hidden --> d',
      evidence: { logs: 'page <!-- of --> HTML \u202E' },
    });
    const [text = ''] = (await asked(sly)).texts;
    expect(text).toContain('bc  d');
    expect(text).not.toContain('hidden');
    expect(text).toContain('priority: P3');
    expect(text).toContain('page <!-- of --> HTML <U+202E>');
  });
});
