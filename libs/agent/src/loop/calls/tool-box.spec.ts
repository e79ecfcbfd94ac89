import { Logger, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonSchema } from '@anton/models';
import { AgentTool, AgentToolProvider, AgentToolRegistry, type NamedTool } from '../../tools/agent-tool.port';
import { AgentToolsModule } from '../../tools/agent-tools.module';
import { ToolBox } from './tool-box';

class PlainTool extends AgentTool {
  readonly description = 'a tool';
  readonly effect = 'read';
  constructor(readonly inputSchema: JsonSchema = { type: 'object' }) {
    super();
  }
  execute() {
    return Promise.resolve({ content: '', isError: false });
  }
}

@AgentToolProvider('skill')
class SkillOfATeam extends PlainTool {
  constructor() {
    super();
  }
}

@Module({ providers: [SkillOfATeam] })
class TeamModule {}

async function boxOf(modules: readonly (new () => unknown)[] = []): Promise<ToolBox> {
  const imports = [DiscoveryModule, AgentToolsModule, ...modules];
  const testing = await Test.createTestingModule({
    imports,
    providers: [AgentToolRegistry, ToolBox],
  }).compile();
  return testing.get(ToolBox);
}

const further = (name: string, schema?: JsonSchema): NamedTool => ({ name, tool: new PlainTool(schema) });

beforeAll(() => Logger.overrideLogger(false));

describe('ToolBox', () => {
  it('adds the tools of a run, sorted, for that run only', async () => {
    const box = await boxOf();
    const names = box.forRun([further('zoo'), further('a_tool')]).names();
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(['a_tool', 'bash', 'zoo']));
    expect(box.forRun([]).names()).not.toContain('zoo');
  });

  it('leaves out what no model could use, and never a registered tool for it', async () => {
    const box = await boxOf();
    const own = box.forRun([]);
    const set = box.forRun([
      further('bash'),
      further('Bad-Name'),
      further('ref', { $ref: 'https://example.com/schema' }),
      further('no_schema', { type: 'nothing' }),
      further('good'),
    ]);
    expect(set.names()).toEqual([...own.names(), 'good'].toSorted());
    expect(set.find('bash')).toBe(own.find('bash'));
  });

  it("runs no pattern of a stranger's schema", async () => {
    const schema = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    const tool = (await boxOf()).forRun([further('slow', schema)]).find('slow');
    expect(tool?.problem({ a: `${'a'.repeat(60)}!` })).toBeNull();
    expect(tool?.problem({ a: 1 })).toContain('must be string');
  });

  it('keeps the name of the tool that loads skills', async () => {
    const box = await boxOf([TeamModule]);
    expect(() => box.onApplicationBootstrap()).toThrow(/reserved for loading skills/);
  });
});
