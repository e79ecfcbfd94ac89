import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ManifestTemplate } from './manifest-template';

/** The two manifests of a run. */
export interface RunManifests {
  readonly job: ManifestTemplate;
  readonly configMap: ManifestTemplate;
}

/** Reads `job.yaml.ejs` and `config-map.yaml.ejs`. @throws BadManifestError, and the file system's errors. */
export async function loadManifests(dir: string): Promise<RunManifests> {
  const { default: ejs } = await import('ejs');
  const load = async (file: string): Promise<ManifestTemplate> => {
    const source = await readFile(join(dir, file), 'utf8');
    return new ManifestTemplate(file, source, ejs.compile(source, { filename: file, escape: String }));
  };
  const [job, configMap] = await Promise.all([load('job.yaml.ejs'), load('config-map.yaml.ejs')]);
  return { job, configMap };
}
