/** The last bytes of a stream, in one buffer that is allocated once. */
export class OutputTail {
  private readonly kept: Buffer;
  private length = 0;

  constructor(private readonly capacity: number) {
    this.kept = Buffer.alloc(capacity);
  }

  add(chunk: Buffer): void {
    const { capacity, kept } = this;
    const fresh = chunk.subarray(-capacity);
    const old = Math.min(this.length, capacity - fresh.length);
    kept.copyWithin(0, this.length - old, this.length);
    fresh.copy(kept, old);
    this.length = old + fresh.length;
  }

  toString(): string {
    return this.kept.toString('utf8', 0, this.length);
  }
}
