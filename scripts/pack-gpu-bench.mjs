// Packs what the comparison on a GPU needs into one folder, for a Linux machine that has an NVIDIA driver and nothing
// else: no network, no npm, no Node.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = `usage: npm run bench:pack -- FOLDER [--python DIR]

Packs what \`npm run bench -- gpu\` needs into FOLDER, for a Linux x64 machine with an NVIDIA driver and nothing else:
Node, dist/, specs/, bench/, packages, the tensorflow engine, the Vulkan loader, and run.sh, which runs it there.

  --python DIR   a folder with bin/python3 and a PyTorch for CUDA that runs wherever it lies (no virtual environment,
                 which points to a Python outside of it); without it, the machine's own is used if GANSPEC_PYTHON names
                 one there, else the rows of PyTorch are left out
  --help         this text

FOLDER is to be new or empty. The engine is that of GANSPEC_TENSORFLOW, or of ~/.cache/ganspec/tensorflow: build it by
\`npm run engine:tensorflow -- --cuda\`.

There:  FOLDER/run.sh   (leaves FOLDER/results.json)
`;

/** An error that the user can fix. */
class PackError extends Error {}

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
const engine = resolve(process.env['GANSPEC_TENSORFLOW'] || join(cache, 'ganspec', 'tensorflow'));
const GIB = 2 ** 30;

function askedFor() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { python: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (!values.help && positionals.length !== 1) throw new Error('name one folder to pack into');
    return { ...values, folder: positionals[0] };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return process.exit(2);
  }
}

const isEmpty = (folder) =>
  !existsSync(folder) || (lstatSync(folder).isDirectory() && readdirSync(folder).length === 0);

/** Checks everything that is to be packed. Everything that is missing is reported at once. */
function checkParts(folder, python) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PackError(`what is packed are this machine's own programs, and it is no Linux on x64`);
  }
  if (!isEmpty(folder)) throw new PackError(`${folder} is there and is no empty folder; name another one`);
  const missing = [];
  if (!existsSync(join(root, 'dist/cli/main.js'))) missing.push('dist/: npm run build');
  if (!existsSync(join(root, 'node_modules/webgpu'))) missing.push('the package webgpu: npm install');
  if (!existsSync(join(engine, 'engine.json'))) {
    missing.push(`an engine in ${engine}: npm run engine:tensorflow -- --cuda`);
  }
  if (/libnode\.so/.test(execFileSync('ldd', [process.execPath], { encoding: 'utf8' }))) {
    missing.push(`a Node that is one file (${process.execPath} needs libnode.so): that of https://nodejs.org`);
  }
  if (missing.length > 0) throw new PackError(`missing:\n  ${missing.join('\n  ')}`);
  if (python !== undefined) checkPython(python);
}

function checkPython(folder) {
  const program = join(folder, 'bin/python3');
  if (!existsSync(program)) throw new PackError(`${program} is not there`);
  if (existsSync(join(folder, 'pyvenv.cfg'))) {
    throw new PackError(
      `${folder} is a virtual environment, which needs the Python it was made from; name a whole Python`,
    );
  }
  if (relative(realpathSync(folder), realpathSync(program)).startsWith('..')) {
    throw new PackError(`${program} leads out of ${folder}, to ${realpathSync(program)}; name a whole Python`);
  }
}

/** What PyTorch reports about itself in the Python of that folder. */
function pytorchOf(folder) {
  const code =
    'import json, sys, torch; print(json.dumps({"pytorch": torch.__version__, "cuda": torch.version.cuda, "prefix": sys.prefix}))';
  const { status, stdout, stderr } = spawnSync(join(folder, 'bin/python3'), ['-c', code], {
    encoding: 'utf8',
    env: {},
  });
  if (status !== 0) {
    throw new PackError(`the Python does not load PyTorch from its new place:\n${(stderr ?? '').trimEnd()}`);
  }
  const { prefix, ...found } = JSON.parse(stdout);
  if (realpathSync(prefix) !== realpathSync(folder)) {
    throw new PackError(
      `the Python looks for its library in ${prefix} after it was moved; name one that may lie anywhere`,
    );
  }
  return found;
}

/** The folders of the run-time packages and of their dependencies, relative to the root, as npm laid them out. */
function productionPackages() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const found = new Set();
  const add = (name, from) => {
    // Searches as Node does: next to the package that needs it, then further up.
    let place = from;
    while (!existsSync(join(root, place, 'node_modules', name, 'package.json'))) {
      if (place === '') throw new PackError(`the package ${name} is missing: npm install`);
      place = dirname(place) === '.' ? '' : dirname(place);
    }
    const path = join(place, 'node_modules', name);
    if (found.has(path)) return;
    found.add(path);
    const { dependencies: needed = {} } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    // Type declarations are only for compilers.
    for (const other of Object.keys(needed).filter((one) => !/^@(types|webgpu)\//.test(one))) add(other, path);
  };
  for (const name of [...Object.keys(dependencies), 'webgpu']) add(name, '');
  // A package inside another package's folder is copied with it.
  const paths = [...found];
  return paths.filter((path) => !paths.some((other) => path.startsWith(other + sep)));
}

/** The loader of Vulkan drivers is not part of NVIDIA's driver, and a bare machine may lack it. */
function vulkanLoader() {
  const places = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'];
  return places.map((place) => join(place, 'libvulkan.so.1')).find((file) => existsSync(file));
}

const runScript = `#!/bin/sh
# Measures ganspec on this machine's GPU beside PyTorch, and leaves results.json beside this file.
# CUDA_VISIBLE_DEVICES chooses the GPU. GANSPEC_PYTHON names a Python with PyTorch if none was packed.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
cd "$here" || exit 1

export GANSPEC_TENSORFLOW="$here/tensorflow"
if [ -x "$here/python/bin/python3" ]; then export GANSPEC_PYTHON="$here/python/bin/python3"; fi
# The system's own loader of Vulkan's drivers comes first: it is in none of these folders.
if [ -e "$here/lib/libvulkan.so.1" ] && ! PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q 'libvulkan\\.so\\.1'; then
  export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
fi

bin/node dist/cli/main.js doctor
echo
bin/node bench/run.mjs gpu --json > results.json.part
status=$?
# 1 is a figure that failed, which the results tell.
if [ $status -gt 1 ] || [ ! -s results.json.part ]; then
  echo "the measurement broke off; what it wrote: $here/results.json.part" >&2
  exit 1
fi
mv results.json.part results.json
cat results.json
echo "results: $here/results.json" >&2
exit $status
`;

/** The bytes of all files in a folder; links are not followed. */
function sizeOf(path) {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

const size = (bytes) => (bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`);

function checkSpace(place, parts) {
  const needed = parts.reduce((sum, part) => sum + sizeOf(part), 0) + GIB / 4;
  const { bavail, bsize } = statfsSync(place);
  if (bavail * bsize < needed) {
    throw new PackError(`${place} has ${size(bavail * bsize)} left, and the pack takes ${size(needed)}`);
  }
}

/** Symbolic links stay links, and blocks are shared if the file system can do so. */
const copy = (from, to, filter) =>
  cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    ...(filter && { filter }),
  });

async function pack(into, python) {
  mkdirSync(join(into, 'bin'), { recursive: true });
  copyFileSync(process.execPath, join(into, 'bin/node'));
  chmodSync(join(into, 'bin/node'), 0o755);
  for (const name of ['package.json', 'LICENSE']) {
    if (existsSync(join(root, name))) copyFileSync(join(root, name), join(into, name));
  }
  for (const name of ['dist', 'specs']) await copy(join(root, name), join(into, name));

  const { bundleBench } = await import('./bundle-bench.mjs');
  await bundleBench(join(into, 'bench'));
  await copy(join(root, 'bench/specs'), join(into, 'bench/specs'));
  copyFileSync(join(root, 'bench/peers/torch_peer.py'), join(into, 'bench/peers/torch_peer.py'));

  const otherSystems = /webgpu\/dist\/(?!linux-x64$)[^/]+$/;
  for (const path of productionPackages()) {
    await copy(join(root, path), join(into, path), (from) => !otherSystems.test(from));
  }
  const loader = vulkanLoader();
  if (loader) {
    mkdirSync(join(into, 'lib'));
    copyFileSync(realpathSync(loader), join(into, 'lib/libvulkan.so.1'));
  }
  await copy(engine, join(into, 'tensorflow'));
  if (python !== undefined) await copy(python, join(into, 'python'));

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const facts = {
    ganspec: version,
    node: process.versions.node,
    tensorflow: JSON.parse(readFileSync(join(engine, 'engine.json'), 'utf8')),
    python: python === undefined ? null : pytorchOf(join(into, 'python')),
    vulkanLoader: loader !== undefined,
    glibc: process.report.getReport().header.glibcVersionRuntime,
  };
  writeFileSync(join(into, 'pack.json'), `${JSON.stringify(facts, null, 2)}\n`);
  writeFileSync(join(into, 'run.sh'), runScript, { mode: 0o755 });
  return facts;
}

function tell(folder, { ganspec, node, tensorflow, python, vulkanLoader: hasLoader, glibc }) {
  const pytorch = python && `PyTorch ${python.pytorch}, ${python.cuda ? `CUDA ${python.cuda}` : 'without CUDA'}`;
  const contents = {
    bin: `Node ${node}`,
    dist: `ganspec ${ganspec}`,
    specs: 'the library of specs',
    bench: 'the programs that are measured',
    node_modules: 'packages, webgpu among them',
    tensorflow: `TensorFlow ${tensorflow.tensorflow}, ${tensorflow.cuda ? 'with' : 'without'} CUDA`,
    ...(hasLoader && { lib: 'the Vulkan loader, for a machine that has none' }),
    ...(pytorch && { python: pytorch }),
  };
  for (const [name, what] of Object.entries(contents)) {
    console.log(`  ${name.padEnd(12)}  ${size(sizeOf(join(folder, name))).padStart(10)}  ${what}`);
  }
  console.log(`${size(sizeOf(folder))} in ${folder}; needs glibc ${glibc} or later, as this machine has`);
  console.log('There: ./run.sh');

  const warn = (text) => process.stderr.write(`WARNING: ${text}\n`);
  if (!tensorflow.cuda) {
    warn(`the engine of ${engine} is built without CUDA: tensorflow will not be measured on the GPU.
         npm run engine:tensorflow -- --cuda   and pack again`);
  }
  if (!hasLoader) warn('no libvulkan.so.1 here to pack: webgpu runs there only if that machine has one (libvulkan1)');
  if (!python) warn('no --python: PyTorch is measured only if GANSPEC_PYTHON names a Python with it there');
  else if (!python.cuda) warn(`${pytorch}: it will not be measured on the GPU`);
}

async function main({ help, folder: given, python: givenPython }) {
  if (help) return console.log(usage.trimEnd());
  const folder = resolve(given);
  const python = givenPython === undefined ? undefined : resolve(givenPython);
  checkParts(folder, python);
  mkdirSync(dirname(folder), { recursive: true });
  accessSync(dirname(folder), constants.W_OK);
  checkSpace(dirname(folder), [engine, ...(python === undefined ? [] : [python])]);

  // Packed next to the folder, and renamed once it is complete, so that there is never half a pack.
  const packing = `${folder}.packing-${process.pid}`;
  const clean = () => rmSync(packing, { recursive: true, force: true, maxRetries: 5 });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(signal, () => {
      clean();
      process.stderr.write('stopped; nothing was packed\n');
      process.exit(code);
    });
  }
  try {
    const facts = await pack(packing, python);
    // An empty folder is replaced; if it has been filled in the meantime, this fails.
    renameSync(packing, folder);
    tell(folder, facts);
  } finally {
    clean();
  }
}

try {
  await main(askedFor());
} catch (error) {
  const mendable = error instanceof PackError || ['EACCES', 'EROFS', 'ENOSPC', 'ENOTEMPTY'].includes(error.code);
  if (!mendable) throw error;
  process.stderr.write(`${basename(fileURLToPath(import.meta.url))}: ${error.message}\n`);
  process.exitCode = 1;
}
