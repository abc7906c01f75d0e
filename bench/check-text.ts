/** Checks the text on stdin as many times as its argument says, and prints the times as JSON on stdout. */
import { readFileSync } from 'node:fs';
import { analyze } from '../src/compiler/analyze.ts';

const times = Number(process.argv[2] ?? 1);
const text = readFileSync(0, 'utf8');
const milliseconds: number[] = [];
let messages: readonly string[] = [];
for (let i = 0; i < times; i++) {
  const start = performance.now();
  const { diagnostics } = analyze({ name: 'bench.gan', text });
  milliseconds.push(performance.now() - start);
  messages = diagnostics.map(({ code }) => code);
}
process.stdout.write(JSON.stringify({ milliseconds, messages: messages.length, codes: [...new Set(messages)] }));
