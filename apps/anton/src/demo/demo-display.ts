import { styleText } from 'node:util';
import type { RunProgress } from '@anton/contracts';

const MARK = { started: '…', passed: '✓', failed: '✗', note: ' ' } as const;
const COLOUR = { started: 'gray', passed: 'green', failed: 'red', note: 'gray' } as const;
const WIDTH = 13;

/** Shows the stations as they go by: a line for people with the elapsed time, or one JSON object for machines. */
export class DemoDisplay {
  private readonly began = performance.now();

  constructor(
    private readonly json: boolean,
    private readonly out: NodeJS.WriteStream,
  ) {}

  step(station: string, status: RunProgress['status'], detail: string): void {
    const seconds = (performance.now() - this.began) / 1000;
    if (this.json) {
      this.out.write(
        `${JSON.stringify({ station, status, detail, elapsedMs: Math.round(seconds * 1000) })}\n`,
      );
      return;
    }
    const mark = this.paint(COLOUR[status], MARK[status]);
    const time = this.paint('gray', `${seconds.toFixed(1).padStart(5)} s`);
    this.out.write(
      `${time}  ${mark} ${station.padEnd(WIDTH)} ${status === 'note' ? this.paint('gray', detail) : detail}\n`,
    );
  }

  private paint(colour: 'gray' | 'green' | 'red', text: string): string {
    return this.out.isTTY ? styleText(colour, text) : text;
  }
}
