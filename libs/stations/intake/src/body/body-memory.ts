import { Injectable } from '@nestjs/common';
import { IntakeLimits } from '../http/limits/intake-limits';

/** What a delivery costs beside its body: headers and objects. */
const DELIVERY_BYTES = 4_096;
/** What a chunk costs beside its bytes: a body may come byte by byte. */
const CHUNK_BYTES = 128;

/** The memory that bodies take until they are answered, over all deliveries. Who is not proven gets at most half of it. */
@Injectable()
export class BodyMemory {
  private total = 0;
  private ofOthers = 0;

  constructor(private readonly limits: IntakeLimits) {}

  /** Bytes that are held now. */
  get bytes(): number {
    return this.total;
  }

  /** The share of one delivery, which has to be released; undefined when even its headers do not fit. */
  open(isProven: boolean): BodyShare | undefined {
    const share = new BodyShare(this, isProven);
    return share.take(DELIVERY_BYTES) ? share : undefined;
  }

  take(bytes: number, isProven: boolean): boolean {
    const { maxBodyMemory: max } = this.limits;
    if (this.total + bytes > max || (!isProven && this.ofOthers + bytes > max / 2)) return false;
    this.total += bytes;
    if (!isProven) this.ofOthers += bytes;
    return true;
  }

  give(bytes: number, isProven: boolean): void {
    this.total -= bytes;
    if (!isProven) this.ofOthers -= bytes;
  }
}

/** What one delivery takes of {@link BodyMemory}. */
export class BodyShare {
  private bytes = 0;

  constructor(
    private readonly memory: BodyMemory,
    private readonly isProven: boolean,
  ) {}

  /** False when a chunk of so many bytes does not fit; nothing is taken then. */
  addChunk(bytes: number): boolean {
    return this.take(bytes + CHUNK_BYTES);
  }

  take(bytes: number): boolean {
    if (!this.memory.take(bytes, this.isProven)) return false;
    this.bytes += bytes;
    return true;
  }

  /** Gives everything back; may be called again. */
  release(): void {
    this.memory.give(this.bytes, this.isProven);
    this.bytes = 0;
  }
}
