import { Injectable } from '@nestjs/common';
import { SocketWorkspace } from '@anton/workspace';
import type { RunState } from '../../../run-state';
import { RunPlaces, type RunPlace } from '../../run-place.port';
import { PodRunPlace } from './pod.run-place';

/** What the other containers of the Pod share with the runner's. */
export interface PodVolumes {
  /** What `runner prepare` left: `repository` and `checkout.json`. */
  readonly trusted: string;
  /** Where the exec server of the sandbox listens. */
  readonly socket: string;
}

/** A container whose memory was not enough is started again by the kubelet, after 10, 20, 40 s when it happens again. */
const RESTART_MS = 120_000;

/** One run in a Pod of its own. */
@Injectable()
export class PodRunPlaces extends RunPlaces {
  constructor(
    private readonly volumes: PodVolumes,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    super();
  }

  override async begin(run: RunState): Promise<RunPlace> {
    const { trusted, socket } = this.volumes;
    const workspace = await SocketWorkspace.open(socket, {
      restartMs: RESTART_MS,
      environment: this.environment,
    });
    return new PodRunPlace(workspace, trusted, run);
  }
}
