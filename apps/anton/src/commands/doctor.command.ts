import { join } from 'node:path';
import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import { installationFolder, readVariable, secretValues } from '@anton/platform';
import { checkCatalog } from '../doctor/check-catalog';
import { checkDataFolder } from '../doctor/check-data-folder';
import { checkEnvironment, DOCTORED_APPS, doctoredApp, type DoctoredApp } from '../doctor/check-environment';
import { checkModels } from '../doctor/check-models';
import { checkServices } from '../doctor/check-services';
import { checkInstallation } from '../doctor/cluster/check-installation';
import { checkTools } from '../doctor/check-tools';
import type { Finding } from '../doctor/finding';
import { readServiceEnvironment } from '../doctor/service-environment';
import { exposingAncestors } from '../line/exposed-secrets';
import { VARIABLES, type Variables } from '../operator/variables';

const MARK = { good: '✓', warning: '!', bad: '✗' } as const;

interface DoctorOptions {
  readonly json?: boolean;
  readonly models?: boolean;
  readonly cluster?: boolean;
  readonly controlNamespace?: string;
  readonly app?: DoctoredApp;
}

@Command({
  name: 'doctor',
  description: 'Looks at everything that a start needs, and says what to do about what is wrong.',
})
export class DoctorCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run(_parameters: string[], options: DoctorOptions): Promise<void> {
    const findings =
      options.cluster === true
        ? await this.examineCluster(options.controlNamespace ?? 'anton')
        : await this.examine(options.app ?? doctoredApp(this.variables), options.models === true);
    const isSick = findings.some((finding) => finding.state === 'bad');
    process.stdout.write(
      options.json === true ? `${JSON.stringify({ healthy: !isSick, findings })}\n` : textOf(findings),
    );
    process.exitCode = isSick ? 1 : 0;
  }

  private async examine(app: DoctoredApp, askModels: boolean): Promise<Finding[]> {
    const { environment, findings } = checkEnvironment(this.variables, app);
    const dir =
      environment?.ANTON_CATALOG_DIR ??
      this.variables['ANTON_CATALOG_DIR'] ??
      join(installationFolder(), 'catalog');
    const data = environment?.ANTON_DATA_DIR ?? this.variables['ANTON_DATA_DIR'] ?? '.anton';
    const { catalog, findings: ofCatalog } = await checkCatalog(dir);
    return [
      ...findings,
      ...ofCatalog,
      ...(await checkTools(environment, catalog)),
      await checkDataFolder(data, dir),
      ...(await checkServices(readServiceEnvironment(this.variables))),
      ...this.exposed(),
      ...(askModels && environment !== null ? await checkModels(environment) : []),
    ];
  }

  /** An installation from outside: this machine's own variables and tools say nothing about it. */
  private async examineCluster(control: string): Promise<Finding[]> {
    const dir = readVariable('ANTON_CATALOG_DIR', this.variables);
    const { catalog, findings } =
      dir === undefined ? { catalog: null, findings: [] } : await checkCatalog(dir);
    const ofCluster = await checkInstallation({
      control,
      runs: readVariable('ANTON_NAMESPACE', this.variables),
      runnerImage: readVariable('ANTON_RUNNER_IMAGE', this.variables),
      images: [...(catalog?.templates.values() ?? [])].map(({ image }) => image),
    });
    return [...findings, ...ofCluster];
  }

  private exposed(): Finding[] {
    return exposingAncestors(secretValues(this.variables)).map(({ pid, name }) => ({
      check: 'secrets',
      state: 'warning',
      detail: `the environment of ${name} (pid ${pid}) holds a secret that commands of the agent could read`,
      remedy: 'Give secrets in .env, or as NAME_FILE, instead of exporting them.',
    }));
  }

  @Option({
    flags: '--app <name>',
    description: 'whose variables these are: anton, or orchestrator (default with ANTON_EXECUTOR=kubernetes)',
    choices: [...DOCTORED_APPS],
  })
  parseApp(value: DoctoredApp): DoctoredApp {
    return value;
  }

  @Option({
    flags: '--cluster',
    description:
      'look at an installation in the cluster of KUBECONFIG instead: namespaces, Secrets, rights, images, network; with ANTON_CATALOG_DIR also the images of its templates',
  })
  parseCluster(): boolean {
    return true;
  }

  @Option({
    flags: '--control-namespace <name>',
    description: 'with --cluster: where the control plane is (default anton)',
  })
  parseControlNamespace(value: string): string {
    return value;
  }

  @Option({ flags: '--models', description: 'also ask every model one short question' })
  parseModels(): boolean {
    return true;
  }

  @Option({ flags: '--json', description: 'one JSON object' })
  parseJson(): boolean {
    return true;
  }
}

function textOf(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, state, detail, remedy }) => [
    `${MARK[state]} ${check}: ${detail}`,
    ...(remedy === null ? [] : [`    ${remedy}`]),
  ]);
  return `${lines.join('\n')}\n`;
}
