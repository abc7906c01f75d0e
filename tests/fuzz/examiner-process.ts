/**
 * Examines texts in a separate process, which can be killed if one of them hangs. Runs in the root of the repository.
 */
import { readCorpus } from './corpus.ts';
import { generate } from './generate.ts';
import type { Answer, Request } from './messages.ts';
import { examine } from './properties.ts';

const patience = Number(process.argv[2]);
const corpus = readCorpus(process.cwd());

const answer = (message: Answer): void => void process.send!(message);

function examineOne(number: number, text: string): void {
  answer({ kind: 'begun', number, stage: 'check' });
  const examined = examine(text, patience, () => answer({ kind: 'begun', number, stage: 'compile' }));
  answer({ kind: 'examined', number, ...examined });
}

/** Lets pending messages be sent. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

process.on('message', (request: Request) => {
  void (async () => {
    if (request.kind === 'text') examineOne(0, request.text);
    else
      for (let number = request.from; number < request.to; number++) {
        examineOne(number, generate(corpus, request.seed, number));
        await turn();
      }
    answer({ kind: 'finished' });
  })();
});
process.on('disconnect', () => process.exit());
