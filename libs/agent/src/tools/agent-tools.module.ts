import { Module } from '@nestjs/common';
import { BashTool } from './bash.tool';
import { EditTool } from './edit.tool';
import { FinishTool } from './finish.tool';
import { GrepTool } from './grep.tool';
import { LsTool } from './ls.tool';
import { ReadFileTool } from './read-file.tool';
import { RunTestsTool } from './run-tests.tool';
import { WriteFileTool } from './write-file.tool';

const TOOLS = [ReadFileTool, GrepTool, LsTool, EditTool, WriteFileTool, BashTool, RunTestsTool, FinishTool];

/** Anton's own eight tools. */
@Module({ providers: TOOLS, exports: TOOLS })
export class AgentToolsModule {}
