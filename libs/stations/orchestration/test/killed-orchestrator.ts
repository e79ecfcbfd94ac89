import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { Ledger, SqliteLedgerModule } from '@anton/ledger';
import { startOrchestrator, type OrchestratorSetup } from './orchestrator-under-test';

const REAL = Symbol('the real ledger');
/** `accept` is not among them: a message that was not acknowledged comes again and changes nothing. */
const CHANGES = ['moveTask', 'beginRun', 'moveRun', 'endRun', 'recordSpend'];

/** The real ledger, until the process kills itself in place of its change number `changes + 1`. */
function dyingAfter(changes: number, ledger: Ledger): Ledger {
  let made = 0;
  return new Proxy(ledger, {
    get(target, name, receiver) {
      if (CHANGES.includes(String(name)) && made++ >= changes) process.kill(process.pid, 'SIGKILL');
      const member: unknown = Reflect.get(target, name, receiver);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
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
  static forRoot(file: string, changes: number): DynamicModule {
    const useFactory = (ledger: Ledger) => dyingAfter(changes, ledger);
    return {
      module: DyingLedgerModule,
      imports: [RealLedgerModule.forRoot(file)],
      providers: [{ provide: Ledger, useFactory, inject: [REAL] }],
      exports: [Ledger],
    };
  }
}

/** An orchestrator that dies by SIGKILL, with all that its `changes` committed changes led to; 0: it lives. */
export async function main([setup = '', changes = '0']: readonly string[]): Promise<void> {
  const parsed = JSON.parse(setup) as OrchestratorSetup;
  const file = join(parsed.dir, 'ledger.db');
  const count = Number(changes);
  await startOrchestrator(parsed, count === 0 ? undefined : DyingLedgerModule.forRoot(file, count));
}
