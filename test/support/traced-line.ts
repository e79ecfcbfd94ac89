import type { ScriptedModels } from '@anton/simulation';
import { startScriptedModels } from '@anton/simulation';
import { startAnton, type AntonProcess } from './anton-process';
import { datadogBody, post } from './deliveries';
import { Place } from './place';
import { mending } from './scenarios';
import { untilTask, type ShownTask } from './task-state';

/** The whole line, which mends one fault. */
export class TracedLine {
  readonly place = new Place();
  anton: AntonProcess;

  private constructor(private readonly models: ScriptedModels) {}

  static async open(): Promise<TracedLine> {
    return new TracedLine(await startScriptedModels(mending()));
  }

  /** Starts it with `variables` beside its own. */
  async start(variables: Readonly<Record<string, string>>): Promise<void> {
    this.anton = await startAnton({ ...this.place.variables(this.models), ...variables });
  }

  /** Sends one alert and waits until its task is settled. */
  async mend(headers: Readonly<Record<string, string>> = {}): Promise<{ taskId: string; task: ShownTask }> {
    const { body } = await post(this.anton.url, datadogBody('cycle-1'), headers);
    const taskId = String(body['taskId']);
    return { taskId, task: await untilTask(this.place.data, taskId, ({ state }) => state === 'settled') };
  }

  async close(): Promise<void> {
    await this.anton.kill();
    await this.models.close();
    this.place.remove();
  }
}
