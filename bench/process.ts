/**
 * The programs that are compared run in processes of their own and work only on request, so that they can take turns.
 */
import { fork } from 'node:child_process';

type Commands = Readonly<Record<string, (argument: never) => unknown>>;

/** Answers the parent process's calls with these functions. The parent makes one call at a time. */
export function serve(commands: Commands): void {
  process.on('message', ({ name, argument }: { name: string; argument: never }) => {
    void (async () => {
      try {
        process.send!({ value: await commands[name]!(argument) });
      } catch (error) {
        process.send!({ error: error instanceof Error ? error.stack : String(error) });
      }
    })();
  });
}

export interface Worker {
  call<Result>(name: string, argument?: unknown): Promise<Result>;
  stop(): void;
}

/**
 * Starts a worker, which computes on the CPU even if there is a GPU, because that is where programs are compared;
 * `environment` can say otherwise.
 *
 * @param module a file next to the running bundle, without its extension
 */
export function startWorker(module: string, environment: Readonly<Record<string, string>> = {}): Worker {
  const env = { ...process.env, CUDA_VISIBLE_DEVICES: '-1', ...environment };
  const child = fork(new URL(`./${module}.mjs`, import.meta.url), { serialization: 'advanced', env });
  return {
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null) => reject(new Error(`${module} ended with ${code}`));
        child.once('exit', ended);
        child.once('message', (answer: { value?: unknown; error?: string }) => {
          child.off('exit', ended);
          if (answer.error === undefined) resolve(answer.value as never);
          else reject(new Error(`${module}: ${answer.error}`));
        });
        child.send({ name, argument });
      }),
    stop: () => void child.kill(),
  };
}
