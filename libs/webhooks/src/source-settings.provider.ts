import type { SourceSettings } from '@anton/contracts';

/** Gives the sources their settings of now. "One of": the intake station binds it to the catalog. */
export abstract class SourceSettingsProvider {
  abstract current(): SourceSettings;
}
