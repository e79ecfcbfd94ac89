import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';

/** What is needed of commander's root command. */
interface Program {
  name(name: string): Program;
  description(text: string): Program;
}

/** Calls the program what its users call it: commander would take the name of the file, `main`. */
@Injectable()
export class ProgramName implements OnModuleInit {
  constructor(@InjectCommander() private readonly program: Program) {}

  onModuleInit(): void {
    this.program.name('anton').description('Turns an alert or a ticket into a reviewed pull request.');
  }
}
