import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';

/** Of an image's configuration (https://github.com/opencontainers/image-spec/blob/main/config.md). */
export interface ImageConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Entrypoint?: readonly string[];
}

/** An image as a registry would get it. */
export interface SavedImage extends Disposable {
  readonly config: ImageConfig;
  /** The commands that made its layers. */
  readonly history: string;
  /** Every path in every layer, also of what a later layer removed. */
  readonly paths: readonly string[];
  /** Of all layers, as gzip makes them; takes seconds. */
  compressedBytes(): Promise<number>;
}

interface ManifestEntry {
  readonly Config: string;
  readonly Layers: readonly string[];
}

async function gzippedSize(layer: string): Promise<number> {
  const file = await open(layer);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  await file.close();
  // A layer that is compressed already is not made larger than it is.
  if (buffer.equals(Buffer.from([0x1f, 0x8b]))) return statSync(layer).size;
  let bytes = 0;
  for await (const piece of createReadStream(layer).pipe(createGzip({ level: 6 })))
    bytes += (piece as Buffer).length;
  return bytes;
}

function pathsIn(layer: string): string[] {
  const listed = execFileSync('tar', ['-tf', layer], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return listed.split('\n').map((path) => path.replace(/^(?:\.\/|\/)/, ''));
}

/** Has an image written by `command` (TAG FILE, as `docker save TAG -o FILE` does it) and reads the archive. */
export function savedImage(command: string, tag: string): SavedImage {
  const dir = mkdtempSync(join(tmpdir(), 'anton-image-'));
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  try {
    const archive = join(dir, 'image.tar');
    execFileSync('sh', ['-c', `${command} "$@"`, 'sh', tag, archive], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    execFileSync('tar', ['-xf', archive, '-C', dir]);
    rmSync(archive);
    const read = (name: string): unknown => JSON.parse(readFileSync(join(dir, name), 'utf8'));
    const [entry] = read('manifest.json') as readonly ManifestEntry[];
    if (entry === undefined) throw new Error(`the archive of ${tag} holds no image`);
    const { config, history } = read(entry.Config) as { config: ImageConfig; history: unknown };
    return {
      config,
      history: JSON.stringify(history),
      paths: entry.Layers.flatMap((layer) => pathsIn(join(dir, layer))),
      compressedBytes: async () => {
        let sum = 0;
        for (const layer of entry.Layers) sum += await gzippedSize(join(dir, layer));
        return sum;
      },
      [Symbol.dispose]: remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}
