// Builds the `tensorflow` engine: the binding of @tensorflow/tfjs-node-gpu against a current TensorFlow, in a folder of
// its own. The library that the package itself would download is TensorFlow 2.9 of 2022, whose GPU build needs CUDA
// 11.2 and silently runs on the CPU with any later version; pip's wheels carry a current build of the same C library.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TENSORFLOW = '2.21.0';
const PACKAGE = '@tensorflow/tfjs-node-gpu';
const PACKAGE_VERSION = '4.22.0';
/** The declarations of Node-API, so that neither Node's own headers nor node-gyp is needed. */
const NODE_API_HEADERS = 'node-api-headers@1.9.0';
/**
 * The version of Node-API that the binding uses: it then runs, without a rebuild, on every Node from 18 on that has it.
 */
const NODE_API = 8;
/**
 * The Python version in the names of wheels. Nothing in them that needs Python is used, so another Python may run here.
 */
const WHEEL_PYTHON = '3.12';
/** The folders of TensorFlow's headers that the binding includes. */
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/', 'xla/tsl/', 'absl/'];
const GLIBC = [2, 27];
const GIB = 2 ** 30;

const usage = `usage: npm run engine:tensorflow -- [--cuda] [--force]

Builds the tensorflow engine: TensorFlow ${TENSORFLOW} and the binding of ${PACKAGE} ${PACKAGE_VERSION}.

  --cuda    with CUDA, for NVIDIA GPUs (a download of some 3 GB; without: 270 MB, for the CPU)
  --force   build it again, also if it is there and works
  --help    this text

It goes into the folder named by the environment variable GANSPEC_TENSORFLOW, or into ~/.cache/ganspec/tensorflow.
Needs Linux with glibc, python3 with pip, a C++ compiler, and the network.
`;

/** An error that the user can fix. */
class BuildError extends Error {}

const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
const folder = resolve(process.env['GANSPEC_TENSORFLOW'] || join(cache, 'ganspec', 'tensorflow'));
/** Relative to the engine folder, and the same in each: the binding looks for its libraries in ../../deps/lib. */
const packageFolder = join('node_modules', PACKAGE);
const binding = join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');

function askedFor() {
  try {
    const { values } = parseArgs({
      options: { cuda: { type: 'boolean' }, force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return process.exit(2);
  }
}

/**
 * The running program, and whether a signal such as Ctrl-C has come: that ends the program, and no other is started.
 */
let running = null;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped = true;
    running?.kill();
  });
}

/**
 * Runs a program to its end. Its output is returned, or shown if `show` is set; if it fails, the end of it is reported.
 */
function run(command, args, { show = false, ...options } = {}) {
  return new Promise((done, failed) => {
    const output = show ? 'inherit' : 'pipe';
    const child = spawn(command, args, { ...options, stdio: ['ignore', output, output] });
    running = child;
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (data) => (stdout += data));
    child.stderr?.on('data', (data) => (stderr += data));
    child.on('error', ({ message }) => failed(new BuildError(`${command} cannot be started: ${message}`)));
    child.on('close', (code, signal) => {
      if (stopped) return failed(new BuildError('stopped; nothing was changed'));
      if (code === 0) return done({ stdout, stderr });
      const called = [basename(command), ...args.slice(0, 2).filter((arg) => !arg.includes('\n'))].join(' ');
      const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-20).join('\n');
      return failed(new BuildError(`${called} ended with ${signal ?? code}\n${end}`.trimEnd()));
    });
  });
}

const works = (command, ...args) =>
  run(command, args).then(
    ({ stdout }) => stdout,
    () => null,
  );

const compilers = [process.env['CXX'], 'c++', 'g++', 'clang++'].filter((name) => name);

/** Finds the compiler, with its name and version. Everything that is missing is reported at once. */
async function checkTools(cuda) {
  const missing = [];
  const { glibcVersionRuntime: glibc } = process.report.getReport().header;
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch) || !glibc) {
    throw new BuildError(
      `there is no TensorFlow for ${process.platform} ${process.arch}${process.platform === 'linux' && !glibc ? ' without glibc' : ''} to build with; ` +
        'the engines `webgpu` and `wasm` run here as they are',
    );
  }
  if (cuda && process.arch !== 'x64')
    throw new BuildError('TensorFlow is built with CUDA for x64 only; leave out --cuda');
  const [major, minor] = glibc.split('.').map(Number);
  if (major < GLIBC[0] || (major === GLIBC[0] && minor < GLIBC[1])) {
    throw new BuildError(`TensorFlow ${TENSORFLOW} needs glibc ${GLIBC.join('.')}, and this system has ${glibc}`);
  }
  if ((await works('python3', '-m', 'pip', '--version')) === null) {
    missing.push('python3 with pip   apt-get install python3-pip   dnf install python3-pip   pacman -S python-pip');
  }
  let compiler = null;
  for (const name of compilers) {
    const version = await works(name, '--version');
    if (version === null) continue;
    compiler = { name, version: version.split('\n')[0] };
    break;
  }
  if (!compiler)
    missing.push('a C++ compiler     apt-get install g++           dnf install gcc-c++       pacman -S gcc');
  if (missing.length > 0)
    throw new BuildError(`missing here, and how Debian, Fedora and Arch install it:\n  ${missing.join('\n  ')}`);
  return compiler;
}

/** Checks the file system that is to hold the engine; the wheels and their unpacked files lie there side by side. */
function checkSpace(place, cuda) {
  const needed = (cuda ? 10 : 2) * GIB;
  const { bavail, bsize } = statfsSync(place);
  if (bavail * bsize >= needed) return;
  throw new BuildError(
    `${place} has ${((bavail * bsize) / GIB).toFixed(1)} GiB left, and building takes ${needed / GIB} GiB; ` +
      'GANSPEC_TENSORFLOW names another folder',
  );
}

/** Downloads wheels without their dependencies, and returns the paths of all wheels that are then in the folder. */
async function download(requirements, into) {
  const machine = process.arch === 'x64' ? 'x86_64' : 'aarch64';
  const platforms = [
    'manylinux_2_28',
    'manylinux_2_27',
    'manylinux_2_17',
    'manylinux2014',
    'manylinux_2_5',
    'manylinux1',
  ];
  const any = platforms.flatMap((name) => ['--platform', `${name}_${machine}`]);
  const quiet = process.stderr.isTTY ? [] : ['--quiet'];
  const args = [
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--python-version',
    WHEEL_PYTHON,
    ...any,
    '--dest',
    into,
  ];
  await run('python3', ['-m', 'pip', ...args, ...quiet, ...requirements], { show: true });
  return readdirSync(into).map((name) => join(into, name));
}

/** A wheel is a zip file, which the Python that fetched it can read. Executable files stay executable: ptxas is one. */
const unpacker = `
import os, re, sys, zipfile
wheel, into, pattern = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        if re.match(pattern, member.filename):
            path = archive.extract(member, into)
            if member.external_attr >> 16 & 0o111:
                os.chmod(path, 0o755)
`;

const unpack = (wheel, into, pattern) => run('python3', ['-c', unpacker, wheel, into, pattern]);

/** The CUDA packages that TensorFlow's wheel requires, as requirements for pip. */
function cudaRequirements(unpacked) {
  const information = readdirSync(unpacked).find((name) => name.endsWith('.dist-info'));
  const lines = readFileSync(join(unpacked, information, 'METADATA'), 'utf8').split('\n');
  return lines.flatMap(
    (line) => /^Requires-Dist: (nvidia-[^;]*?)\s*;.*extra == ["']and-cuda["']/.exec(line)?.[1] ?? [],
  );
}

/**
 * Unpacks CUDA to where pip would install it: TensorFlow's libraries look for those of CUDA, and for ptxas, in
 * ../nvidia, so that no LD_LIBRARY_PATH is needed.
 */
async function placeCuda(requirements, wheels, deps) {
  for (const wheel of await download(requirements, wheels)) {
    await unpack(wheel, deps, String.raw`nvidia/[^/]+/(lib/.*\.so[.\d]*|bin/|nvvm/)`);
    rmSync(wheel);
  }
}

const npm = (args, options) => {
  const script = process.env['npm_execpath'];
  return script ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
};

/** The linker writes these file names into the binding and the loader looks for them, so they are not changed. */
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * Whatever the log level, TensorFlow prints a message about oneDNN in every program that loads it, before anyone could
 * prevent it. The loader prefers this function to the library's own: it lets only errors through.
 */
const logging = `
#include <cstdio>
#include "absl/log/internal/globals.h"
namespace absl {
ABSL_NAMESPACE_BEGIN
namespace log_internal {
void WriteToStderr(absl::string_view message, absl::LogSeverity severity) {
  if (severity >= absl::LogSeverity::kError) std::fwrite(message.data(), 1, message.size(), stderr);
}
}
ABSL_NAMESPACE_END
}
`;

function compile(compiler, installed, headers, output) {
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(join(installed, 'binding', 'logging.cc'), logging);
  return run(compiler.name, [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', `-DNAPI_VERSION=${NODE_API}`],
    ...headers.map((path) => `-I${path}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc', 'logging.cc'].map((source) => join(installed, 'binding', source)),
    ...libraries.map((library) => join(installed, 'deps', 'lib', library)),
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', output],
  ]);
}

async function build(into, cuda, compiler, say) {
  const installed = join(into, packageFolder);
  const [deps, work, wheels] = [join(installed, 'deps'), join(into, 'work'), join(into, 'wheels')];
  mkdirSync(wheels);

  say(`${PACKAGE} ${PACKAGE_VERSION}`);
  writeFileSync(join(into, 'package.json'), '{ "private": true }\n');
  // The package's own install script empties deps/ and downloads the old library.
  await npm(
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${PACKAGE}@${PACKAGE_VERSION}`, NODE_API_HEADERS],
    { cwd: into },
  );

  const name = cuda || process.arch === 'arm64' ? 'tensorflow' : 'tensorflow-cpu';
  say(`the wheel of ${name} ${TENSORFLOW} (${cuda ? '570' : '270'} MB)`);
  const [wheel] = await download([`${name}==${TENSORFLOW}`], wheels);
  await unpack(
    wheel,
    work,
    String.raw`tensorflow/lib[^/]*\.so|tensorflow/include/(${HEADERS.join('|')})|[^/]*\.dist-info/METADATA`,
  );
  rmSync(wheel);
  mkdirSync(join(deps, 'lib'), { recursive: true });
  for (const library of libraries) renameSync(join(work, 'tensorflow', library), join(deps, 'lib', library));

  if (cuda) {
    say('the wheels of CUDA and cuDNN (2.5 GB)');
    await placeCuda(cudaRequirements(work), wheels, deps);
  }

  say(`the binding, by ${compiler.version}`);
  const headers = [join(work, 'tensorflow', 'include'), join(into, 'node_modules', 'node-api-headers', 'include')];
  await compile(compiler, installed, headers, join(into, binding));

  for (const done of [work, wheels]) rmSync(done, { recursive: true });
  const facts = {
    tensorflow: TENSORFLOW,
    package: `${PACKAGE} ${PACKAGE_VERSION}`,
    builtWith: `${compiler.version}, Node-API ${NODE_API}`,
    cuda,
  };
  writeFileSync(join(into, 'engine.json'), `${JSON.stringify(facts, null, 2)}\n`);
}

/** Computes a matrix product in a process of its own: a loaded library stays loaded, and a crash would end this one. */
const check = `
const binding = require(process.argv[1]);
const attribute = (name, type, value) => ({ name, type, value });
const a = binding.createTensor([2, 2], binding.TF_FLOAT, new Float32Array([1, 2, 3, 4]));
const [product] = binding.executeOp('MatMul', [
  attribute('transpose_a', binding.TF_ATTR_BOOL, false),
  attribute('transpose_b', binding.TF_ATTR_BOOL, false),
  attribute('T', binding.TF_ATTR_TYPE, binding.TF_FLOAT),
], [a, a], 1);
const values = [...binding.tensorDataSync(product.id)].join();
if (values !== '7,10,15,22') throw new Error('a product of matrices is wrong: ' + values);
console.log(JSON.stringify({ tensorflow: binding.TF_Version, gpu: binding.isUsingGpuDevice() }));
`;

/** What the engine in that folder reports about itself. Throws if it cannot be loaded or computes wrongly. */
async function verify(place) {
  const { cuda } = JSON.parse(readFileSync(join(place, 'engine.json'), 'utf8'));
  const { stdout, stderr } = await run(process.execPath, ['-e', check, join(place, binding)], {
    env: { ...process.env, TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
  });
  return { cuda, ...JSON.parse(stdout), log: stderr };
}

function tell({ cuda, tensorflow, gpu, log }) {
  console.log(`TensorFlow ${tensorflow} runs on the ${gpu ? 'GPU' : 'CPU'}: ${folder}`);
  if (!cuda) return;
  if (!gpu) console.log(`It has CUDA and found no GPU to use. What it said:\n${log.trimEnd().replaceAll(/^/gm, '  ')}`);
  console.log('The build with CUDA has not been tried on a GPU by those who wrote it: tell us how it goes.');
}

const FOREIGN = `${folder} is there and holds no engine; remove it, or name another folder in GANSPEC_TENSORFLOW`;

async function main({ cuda = false, force = false, help }) {
  if (help) return console.log(usage.trimEnd());
  const there = existsSync(folder) && readdirSync(folder).length > 0;
  if (there && !existsSync(join(folder, 'engine.json'))) throw new BuildError(FOREIGN);
  if (there && !force) {
    const found = await verify(folder).catch(({ message }) => {
      throw new BuildError(`${folder} holds an engine that does not work; --force builds it again\n${message}`);
    });
    if (found.cuda || !cuda) return tell(found);
    console.log('An engine without CUDA is there; it is replaced.');
  }

  const start = Date.now();
  const compiler = await checkTools(cuda);
  mkdirSync(dirname(folder), { recursive: true });
  checkSpace(dirname(folder), cuda);

  // Built next to the folder, and renamed once it works, so that there is never half an engine.
  const building = `${folder}.building-${process.pid}`;
  const old = `${folder}.old-${process.pid}`;
  try {
    mkdirSync(building);
    const steps = cuda ? 5 : 4;
    let step = 0;
    const say = (what) => console.log(`[${++step}/${steps}] ${what}`);
    await build(building, cuda, compiler, say);
    say('one operation');
    const found = await verify(building);
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(building, folder);
    rmSync(old, { recursive: true, force: true });
    tell(found);
    console.log(`built in ${Math.round((Date.now() - start) / 1000)} s`);
  } finally {
    rmSync(building, { recursive: true, force: true, maxRetries: 3 });
  }
}

try {
  await main(askedFor());
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  const script = basename(fileURLToPath(import.meta.url));
  process.stderr.write(`${script}: ${error.message}\n`);
  process.exitCode = stopped ? 130 : 1;
}
