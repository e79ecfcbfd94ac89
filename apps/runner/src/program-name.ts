import { Injectable } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';

/** Help speaks of `runner`, and not of the file that was started. */
@Injectable()
export class ProgramName {
  constructor(@InjectCommander() program: { name(name: string): unknown }) {
    program.name('runner');
  }
}
