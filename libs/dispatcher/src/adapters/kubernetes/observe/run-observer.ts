import type { V1Job, V1Pod } from '@kubernetes/client-node';
import type { Redactor } from '@anton/platform';
import type { RunObservation } from '../../../executor.port';
import type { LoggingContainer, RunObjects } from '../api/run-objects';
import { jobName, STOP_REASON, type RunId } from '../run-names';
import { endOf, newestOf } from './containers';
import type { Failure } from './failure';
import { jobFailureOf } from './job-failure';
import { lacksPod, waitingOf, withoutPod } from './no-pod';
import { podFailureOf } from './pod-failure';
import { readReport, reportInLog } from './read-report';

const LOG_LINES = 5;

/** A killed run is gone without an answer, as the process of another executor is. */
const failed = ({ category, cause }: Failure): RunObservation =>
  category === 'killed'
    ? { kind: 'vanished', category, cause }
    : {
        kind: 'failed',
        status: category === 'deadline' || category === 'stopped' ? 'timeout' : 'infra',
        category,
        cause,
      };

/** Says what became of a run, from what the API server holds now. The report counts more than anything else. */
export class RunObserver {
  constructor(
    private readonly objects: RunObjects,
    private readonly redactor: Redactor,
    private readonly startGraceMs: number,
  ) {}

  async observe(run: RunId): Promise<RunObservation> {
    const name = jobName(run);
    const job = await this.objects.findJob(name);
    if (job === 404)
      return { kind: 'vanished', category: 'pod_deleted', cause: `Job ${name} does not exist` };
    const pod = newestOf(await this.objects.podsOf(name));
    const ended = endOf(pod, 'agent');
    const reading = readReport(ended?.message, run);
    if (reading.kind === 'report') return { kind: 'finished', report: reading.report };
    const log = ended === undefined ? '' : await this.log(pod, 'agent');
    const printed = reportInLog(log, run);
    if (printed.kind === 'report') return { kind: 'finished', report: printed.report };
    const failure = this.failureOf(job, pod);
    if (failure !== null) return failed(await this.explained(failure, pod));
    if (ended === undefined) return this.atWork(job, pod);
    const how = `exit status ${ended.exitCode}${ended.signal ? `, signal ${ended.signal}` : ''}`;
    if (reading.kind === 'unreadable')
      return failed({
        category: 'bad_report',
        cause: `the report cannot be read: ${reading.problem}; ${how}`,
      });
    return {
      kind: 'vanished',
      category: 'no_report',
      cause: `the agent ended without a report, ${how}; ${this.tail(log)}`,
    };
  }

  private failureOf(job: V1Job, pod: V1Pod | undefined): Failure | null {
    const stopped = job.metadata?.annotations?.[STOP_REASON];
    if (stopped !== undefined) return { category: 'stopped', cause: `stopped: ${stopped}` };
    const fromJob = jobFailureOf(job, pod !== undefined);
    if (fromJob?.category === 'deadline') return fromJob;
    return (pod === undefined ? null : podFailureOf(pod, Date.now(), this.startGraceMs)) ?? fromJob;
  }

  private async atWork(job: V1Job, pod: V1Pod | undefined): Promise<RunObservation> {
    if (pod === undefined)
      return lacksPod(job, Date.now())
        ? withoutPod(await this.objects.messagesAbout(job.metadata?.uid ?? ''))
        : { kind: 'running' };
    const waiting = waitingOf(pod);
    return waiting === undefined ? { kind: 'running' } : { kind: 'running', waiting };
  }

  private async explained(failure: Failure, pod: V1Pod | undefined): Promise<Failure> {
    if (failure.category !== 'prepare_failed') return failure;
    return { ...failure, cause: `${failure.cause}; ${this.tail(await this.log(pod, 'prepare'))}` };
  }

  private async log(pod: V1Pod | undefined, container: LoggingContainer): Promise<string> {
    return pod === undefined ? '' : this.objects.logTail(pod.metadata?.name ?? '', container);
  }

  private tail(log: string): string {
    const lines = log.trim().split('\n').slice(-LOG_LINES).join(' | ').slice(-4_096);
    return lines === '' ? 'it printed nothing' : `its last lines: ${this.redactor.redact(lines)}`;
  }
}
