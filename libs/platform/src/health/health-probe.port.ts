import { Injectable } from '@nestjs/common';
import { createNamedDecorator } from '../registry/named.decorator';
import { NamedRegistry } from '../registry/named-registry';

const KEY = 'anton:health-probe';

/** Registers a class as one condition of readiness. */
export const HealthProbeProvider = createNamedDecorator(KEY);

/** What a probe found. `detail` names no host, version or secret. */
export interface ProbeResult {
  readonly up: boolean;
  readonly detail?: string;
}

/** One condition of readiness: the application can really do its work now. "Many of"; answers within 5 s. */
export abstract class HealthProbe {
  abstract check(): Promise<ProbeResult>;
}

/** The probes of this process, by name. */
@Injectable()
export class HealthProbeRegistry extends NamedRegistry<HealthProbe> {
  protected override readonly key = KEY;
  protected override readonly kind = 'health probe';
}
