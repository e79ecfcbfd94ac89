import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { Ledger, SqliteLedgerModule } from '@anton/ledger';
import { startOrchestrator, type OrchestratorSetup } from './orchestrator-under-test';

const REAL = Symbol('the real ledger');
/**
 * Not `accept`: a message that was not acknowledged comes again and changes nothing. Nor `settleBySignal`, which rarely
 * changes anything.
 */
const CHANGES = ['moveTask', 'beginRun', 'moveRun', 'endRun', 'recordSpend', 'recordSignal'];

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** When an orchestrator dies: in place of its change number `changes + 1`, or as soon as number `changes` is committed. */
export interface Death {
  readonly changes: number;
  readonly moment: 'before the next' | 'after the last';
}

/** The real ledger, until the process kills itself. */
function dying({ changes, moment }: Death, ledger: Ledger): Ledger {
  let made = 0;
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  const counted =
    (change: Method): Method =>
    async (...args) => {
      made += 1;
      const number = made;
      if (number > changes) die();
      const answer = await change(...args);
      if (number === changes && moment === 'after the last') die();
      return answer;
    };
  return new Proxy(ledger, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      const method = member.bind(target) as Method;
      return CHANGES.includes(String(name)) ? counted(method) : method;
    },
  });
}

@Module({})
class RealLedgerModule {
  static forRoot(file: string): DynamicModule {
    return {
      module: RealLedgerModule,
      imports: [SqliteLedgerModule.forRoot({ file })],
      providers: [{ provide: REAL, useExisting: Ledger }],
      exports: [REAL],
    };
  }
}

@Module({})
class DyingLedgerModule {
  static forRoot(file: string, death: Death): DynamicModule {
    const useFactory = (ledger: Ledger) => dying(death, ledger);
    return {
      module: DyingLedgerModule,
      imports: [RealLedgerModule.forRoot(file)],
      providers: [{ provide: Ledger, useFactory, inject: [REAL] }],
      exports: [Ledger],
    };
  }
}

/** An orchestrator that dies by SIGKILL, with all that its committed changes led to; without a death it lives. */
export async function main([setup = '', death]: readonly string[]): Promise<void> {
  const parsed = JSON.parse(setup) as OrchestratorSetup;
  const file = join(parsed.dir, 'ledger.db');
  const ledger =
    death === undefined ? undefined : DyingLedgerModule.forRoot(file, JSON.parse(death) as Death);
  await startOrchestrator(parsed, ledger);
}
