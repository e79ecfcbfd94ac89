import { Injectable } from '@nestjs/common';
import { Ledger } from '@anton/ledger';
import { HealthProbe, HealthProbeProvider, type ProbeResult } from '@anton/platform';

/** Ready only while the ledger can be written. */
@HealthProbeProvider('ledger')
@Injectable()
export class LedgerProbe extends HealthProbe {
  constructor(private readonly ledger: Ledger) {
    super();
  }

  override async check(): Promise<ProbeResult> {
    await this.ledger.probe();
    return { up: true };
  }
}
