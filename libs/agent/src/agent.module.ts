import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CoderCalls } from './loop/calls/coder-calls';
import { ToolBox } from './loop/calls/tool-box';
import { ToolRunner } from './loop/calls/tool-runner';
import { ContextKeeper } from './loop/context/context-keeper';
import { AgentLoop } from './loop/agent-loop';
import { DiffReviewer } from './review/diff-reviewer';
import { ReviewPanel } from './review/review-panel';
import { ReviewerRegistry } from './review/reviewer.port';
import { TamperReviewer } from './tamper/tamper.reviewer';
import { AgentToolRegistry } from './tools/agent-tool.port';
import { AgentToolsModule } from './tools/agent-tools.module';
import { ToolServers } from './tools/servers/tool-servers';

/** The modules that bind `CoderModel` and `ReviewerModel`; the app chooses the vendors. */
export interface AgentModuleOptions {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

/** The coder with its tools, and the reviewers. Tools and reviewers of other modules are found at boot. */
@Module({})
export class AgentModule {
  static forRoot({ imports }: AgentModuleOptions): DynamicModule {
    return {
      module: AgentModule,
      imports: [DiscoveryModule, AgentToolsModule, ...imports],
      providers: [
        AgentToolRegistry,
        ReviewerRegistry,
        ToolBox,
        ToolServers,
        ToolRunner,
        CoderCalls,
        ContextKeeper,
        AgentLoop,
        TamperReviewer,
        DiffReviewer,
        ReviewPanel,
      ],
      exports: [AgentLoop, ToolServers, ReviewPanel, AgentToolRegistry, ReviewerRegistry],
    };
  }
}
