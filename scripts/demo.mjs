// The demo: trains a small DCGAN on drawn digits and shows where the picture is. Under two minutes on two cores.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const gan = (...args) => {
  console.log(`$ gan ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

/** The first `runs/digits`, `runs/digits-2`, … that is free, so that the demo can be run again. */
function freeRun() {
  for (let i = 1; ; i++) {
    const folder = i === 1 ? 'runs/digits' : `runs/digits-${i}`;
    if (!existsSync(`${root}/${folder}`)) return folder;
  }
}

const run = freeRun();
gan('check', 'specs/digits.gan');
gan('train', 'specs/digits.gan', '--run', run);
gan('sample', run, '--out', `${run}/samples.png`);
console.log(`\nLook at ${run}/samples.png: 64 digits that the generator drew.`);
