import {
  copyFileSync,
  cpSync,
  existsSync,
  fstatSync,
  readlinkSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Disk } from '../database/durable-node-fs.ts';

/**
 * What a power cut would leave of a folder, kept beside it: each file as it was when it was last synced,
 * under the names that were in its directory when *that* was last synced. Nothing else gets through, as
 * if the kernel wrote back only what it was told to. As on ext4, XFS, Btrfs and APFS, syncing a new file
 * saves its name as well; removing and renaming needs the directory's own sync.
 *
 * Linux only: it learns from /proc which file a descriptor stands for.
 */
export class DiskImage implements Disk {
  readonly folder: string;
  readonly #original: string;
  /** The synced contents of files that may be renamed later, by inode. */
  readonly #contents = new Map<number, string>();
  #syncs = 0;

  /** `original` as it is now counts as being on the disk. */
  constructor(original: string, image: string) {
    this.#original = original;
    this.folder = image;
    cpSync(original, image, { recursive: true });
    for (const name of readdirSync(original, { recursive: true, encoding: 'utf8' })) {
      this.#contents.set(statSync(join(original, name)).ino, join(image, name));
    }
  }

  get syncs(): number {
    return this.#syncs;
  }

  readonly fdatasync = (fd: number): void => {
    this.#syncs += 1;
    const path = this.#pathOf(fd);
    if (!existsSync(path)) return; // removed while open
    const saved = this.#inImage(path);
    copyFileSync(path, saved);
    this.#contents.set(fstatSync(fd).ino, saved);
  };

  readonly fsync = (fd: number): void => {
    this.#syncs += 1;
    const directory = this.#pathOf(fd);
    const saved = this.#inImage(directory);
    const present = new Map(
      readdirSync(directory).map((name) => [name, statSync(join(directory, name))] as const),
    );
    // Additions first: a renamed file is still found under its former name.
    for (const [name, { ino }] of present) {
      const target = join(saved, name);
      const source = this.#contents.get(ino);
      if (source === target) continue;
      if (source === undefined || !existsSync(source)) writeFileSync(target, '', { flag: 'a' });
      else cpSync(source, target, { recursive: true });
      this.#contents.set(ino, target);
    }
    for (const name of readdirSync(saved)) {
      if (!present.has(name)) rmSync(join(saved, name), { recursive: true });
    }
  };

  #pathOf(fd: number): string {
    return readlinkSync(`/proc/self/fd/${fd}`);
  }

  #inImage(path: string): string {
    return join(this.folder, relative(this.#original, path));
  }
}
