import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { AgentToolRegistry } from './agent-tool.port';
import { AgentToolsModule } from './agent-tools.module';

describe('AgentToolsModule', () => {
  it('provides eight tools whose definitions cost less than 2,000 tokens', async () => {
    const testing = await Test.createTestingModule({
      imports: [DiscoveryModule, AgentToolsModule],
      providers: [AgentToolRegistry],
    }).compile();
    const tools = testing.get(AgentToolRegistry).all();
    expect(tools.map(({ name }) => name).toSorted()).toEqual([
      'bash',
      'edit',
      'finish',
      'grep',
      'ls',
      'read_file',
      'run_tests',
      'write_file',
    ]);
    const definitions = tools.map(({ name, provider }) => ({
      name,
      description: provider.description,
      input_schema: provider.inputSchema,
    }));
    // A token is about four bytes (agent-loop 0.2).
    expect(Buffer.byteLength(JSON.stringify(definitions)) / 4).toBeLessThan(2_000);
  });
});
