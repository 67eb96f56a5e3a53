import { fdatasyncSync, fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The two ways to the disk, synchronous because PostgreSQL's code waits for them inside WebAssembly. */
export interface Disk {
  /** Contents and size of an open file. */
  readonly fdatasync: (fd: number) => void;
  /** An open directory: which names it holds. */
  readonly fsync: (fd: number) => void;
}

const nodeDisk: Disk = { fdatasync: fdatasyncSync, fsync: fsyncSync };

/**
 * PGlite's folder file system, with the one thing it lacks: fsync.
 *
 * Emscripten hands `fsync()` to `stream_ops.fsync` of a file system that has one; its NODEFS has none,
 * so the call succeeds and does nothing (https://github.com/electric-sql/pglite/issues/1107 asks for
 * it). With it in place, and without PGlite's `-F`, PostgreSQL's own rules hold: the log before the
 * data, a checkpoint only after its files, a new segment only after its directory. That is why this is
 * done here and not by flushing the folder from outside. Can go when PGlite does it by itself.
 *
 * `onFailure` is told when the disk refused, or when PostgreSQL gave up (PANIC). From then on nothing
 * may be acknowledged: the kernel has dropped what it could not write, and a later fsync would succeed
 * (https://wiki.postgresql.org/wiki/Fsync_Errors). Opening the folder again recovers from the log.
 */
export class DurableNodeFS extends NodeFS {
  readonly #onFailure: (cause: unknown) => void;
  readonly #disk: Disk;

  constructor(folder: string, onFailure: (cause: unknown) => void, disk: Disk = nodeDisk) {
    super(folder);
    this.#onFailure = onFailure;
    this.#disk = disk;
  }

  override async init(...[pg, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const amended = await super.init(pg, options);
    const preRun = [
      ...(amended.emscriptenOpts.preRun ?? []),
      (module: Module) => this.#give(module),
    ];
    return { emscriptenOpts: { ...amended.emscriptenOpts, preRun } };
  }

  #give(module: Module): void {
    const { NODEFS, FS } = module;
    NODEFS.stream_ops.fsync = (stream) => {
      const flush = FS.isDir(stream.node.mode) ? this.#disk.fsync : this.#disk.fdatasync;
      try {
        NODEFS.tryFSOperation(() => flush(stream.nfd));
        return 0;
      } catch (error) {
        this.#onFailure(error);
        throw error;
      }
    };
    module.onAbort = (cause) => {
      this.#onFailure(cause);
      stopEntering(module);
    };
  }
}

/**
 * After a PANIC PGlite 0.5 swallows the error and enters the dead module again, in an endless synchronous
 * loop that would hang the process. What throws here is what that loop calls outside of its `try`: each
 * query, the failed one and all later ones, is rejected.
 */
function stopEntering(module: Module): void {
  const stopped = (): never => {
    throw new Error('PostgreSQL has stopped after a failure; see the log.');
  };
  Object.assign(module, {
    _PostgresMainLoopOnce: stopped,
    stackRestore: stopped,
    _PostgresSendReadyForQueryIfNecessary: stopped,
  });
}

/** The parts of the Emscripten module in use here; PGlite's own type leaves them out. */
interface Module {
  readonly FS: { isDir(mode: number): boolean };
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: Stream) => number };
    /** Turns Node's error codes into the errno that PostgreSQL understands. */
    tryFSOperation(operation: () => void): void;
  };
  onAbort?: (cause: unknown) => void;
}

interface Stream {
  readonly nfd: number;
  readonly node: { readonly mode: number };
}
