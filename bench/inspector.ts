/** Node's inspector of another process, opened while it runs, for the one question that `/proc` cannot answer. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = JSON.parse(String(data)) as {
        id?: number;
        result?: unknown;
        error?: { message: string };
      };
      if (id === undefined) return;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    });
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The inspected process has gone.'));
      this.#waiting.clear();
    });
  }

  /** @param output what the process has printed so far: it announces the inspector's address. */
  static async open(pid: number, output: () => string): Promise<Inspector> {
    process.kill(pid, 'SIGUSR1');
    const deadline = Date.now() + 10_000;
    let address: string | undefined;
    while (!address && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      address = Array.from(output().matchAll(/Debugger listening on (ws:\S+)/g), ([, found]) => found).at(-1);
    }
    if (!address) throw new Error('The inspector did not open.');
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Inspector(socket);
  }

  /** Bytes of live JavaScript objects, with buffers, once everything that is garbage has been collected. */
  async heapAfterCollection(): Promise<number> {
    await this.#call('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = (await this.#call('Runtime.getHeapUsage')) as {
      usedSize: number;
      backingStorageSize?: number;
    };
    return usedSize + backingStorageSize;
  }

  close(): void {
    this.#socket.close();
  }

  #call(method: string): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method }));
    });
  }
}
