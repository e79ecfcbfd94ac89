import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CodeHosts } from './code-hosts';

/** Provides {@link CodeHosts} over the hosts of the given modules. */
@Module({})
export class CodeHostsModule {
  static forRoot({ hosts }: { readonly hosts: NonNullable<ModuleMetadata['imports']> }): DynamicModule {
    return {
      module: CodeHostsModule,
      imports: [DiscoveryModule, ...hosts],
      providers: [CodeHosts],
      exports: [CodeHosts],
    };
  }
}
