import type { DynamicModule, Type } from '@nestjs/common';

export const EXTENDED_APPS = ['ingester', 'orchestrator', 'runner'] as const;
export type ExtendedApp = (typeof EXTENDED_APPS)[number];

/** A Nest module that an extension adds. */
export type ExtensionModule = Type | DynamicModule;

/** What a team's package exports as `extension`: the Nest modules it adds to each of Anton's applications. */
export type AntonExtension = Readonly<Partial<Record<ExtendedApp, readonly ExtensionModule[]>>>;

/** Declares an extension; only gives it its type. */
export function defineExtension(extension: AntonExtension): AntonExtension {
  return extension;
}
