import { Inject, Injectable } from '@nestjs/common';
import { RUN_OPTIONS, type RunOptions } from '../../../run-options';
import type { RunState } from '../../../run-state';
import { RunPlaces, type RunPlace } from '../../run-place.port';
import { LocalRunPlace } from './local.run-place';

/** Runs on this machine. */
@Injectable()
export class LocalRunPlaces extends RunPlaces {
  constructor(@Inject(RUN_OPTIONS) private readonly options: RunOptions) {
    super();
  }

  override begin({ folders }: RunState): Promise<RunPlace> {
    return Promise.resolve(new LocalRunPlace(folders, this.options));
  }
}
