import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Test } from '@nestjs/testing';
import { FolderCatalogModule } from '@anton/catalog';
import { AnthropicModelModule, RouterModel } from '@anton/models';
import { Redactor } from '@anton/platform';
import { startScriptedModels, type RequestBody, type ScriptedStep } from '@anton/simulation';
import { catalogFiles, type CatalogFiles } from '@anton/testing/catalog';
import { Router, RouterModule } from '../src';

export const MODELS = { router: 'claude-router', coder: 'claude-coder', reviewer: 'gpt-reviewer' };

const nothing = (): void => undefined;
/** The rules' decisions are logged as warnings; a spec looks at the route. */
const SILENT = { log: nothing, warn: nothing, error: nothing };

/** A router over a catalog in a folder and the real SDK, which speaks with a scripted server. */
export interface RouterUnderTest {
  readonly router: Router;
  /** The requests that reached the model, and were answered, whatever the answer. */
  requests(): readonly RequestBody[];
  close(): Promise<void>;
}

/** A usable answer of the router's model for repository `payments`. */
export const ANSWER = {
  verdict: 'fix',
  template: 'java-backend',
  skills: ['maven'],
  complexity: 'small',
  risk: 'low',
  confidence: 0.9,
  reason: 'A null check is missing.',
  question: '',
};

/** What the user's turn of a request says. */
export function userText(body: RequestBody | undefined): string {
  const messages = body?.['messages'] as { content: { text?: string }[] }[] | undefined;
  return messages?.[0]?.content.map(({ text }) => text).join('\n') ?? '';
}

/** True for a request that names what was wrong with the answer before. */
export const isSecond = (body: RequestBody): boolean => userText(body).includes('could not be used');

export async function openRouter(step: ScriptedStep, changes: CatalogFiles = {}): Promise<RouterUnderTest> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-router-'));
  for (const [name, text] of Object.entries(catalogFiles(changes))) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  const server = await startScriptedModels({ router: [step] });
  const catalog = FolderCatalogModule.forRoot({ dir, watch: false });
  const model = AnthropicModelModule.forRoot({
    apiKey: 'canary',
    baseUrl: server.anthropicUrl,
    bind: [RouterModel],
    redactor: new Redactor(),
    retry: { attempts: 2, initialDelayMs: 1, maxDelayMs: 2 },
  });
  const imports = [RouterModule.forRoot({ models: MODELS, imports: [catalog, model] })];
  const module = await Test.createTestingModule({ imports }).setLogger(SILENT).compile();
  await module.init();
  return {
    router: module.get(Router),
    requests: () => server.exchanges.map(({ body }) => body),
    close: async () => {
      await module.close();
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
