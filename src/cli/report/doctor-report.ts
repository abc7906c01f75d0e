/** What `gan doctor` prints: a table for people, or the same as JSON. */
import type { Finding } from '../../runtime/doctor/apart.ts';
import type { Diagnosis } from '../../runtime/doctor/diagnosis.ts';
import type { Gpu } from '../../runtime/doctor/nvidia.ts';
import { version } from '../../version.ts';
import { table } from './table.ts';
import type { colours } from './terminal.ts';

type Colours = typeof colours;

export function reportText(diagnosis: Diagnosis, paint: Colours): string {
  const { engines, auto, advice } = diagnosis;
  const chosen = auto.engine === null ? paint.red('takes none') : `takes ${paint.bold(auto.engine)}`;
  const blocks = [
    machineText(diagnosis, paint),
    enginesText(engines, paint),
    ...advice.map(({ text, remedies }) =>
      [`${paint.yellow('note')}: ${text}`, ...remedyLines(remedies, paint)].join('\n'),
    ),
    `--engine auto ${chosen}: ${auto.why}`,
  ];
  return blocks.join('\n\n');
}

function machineText({ machine, gpus }: Diagnosis, paint: Colours): string {
  const { node, system, cpu, memory } = machine;
  const cores = `${cpu.cores} ${cpu.cores === 1 ? 'core' : 'cores'}`;
  const usable = cpu.usable === cpu.cores ? '' : `, ${cpu.usable} of them for this process`;
  const tooOld = node.supported ? '' : `, ${paint.red(`older than ${node.oldest}`)}`;
  const facts: [string, string][] = [
    ['ganspec', version],
    ['Node', `${node.version}${tooOld}`],
    ['system', `${system.name} ${system.release}, ${system.architecture}`],
    ['CPU', `${cpu.model}, ${cores}${usable}`],
    ['memory', `${gibibytes(memory.totalBytes)}, ${gibibytes(memory.freeBytes)} free`],
    ...(gpus.length > 0
      ? gpus.map((gpu): [string, string] => ['GPU', gpuText(gpu)])
      : [['GPU', 'no NVIDIA GPU'] as [string, string]]),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, text]) => `${paint.bold(name.padEnd(width))}  ${text}`).join('\n');
}

function gpuText({ name, memoryBytes, freeBytes, driver }: Gpu): string {
  const memory = memoryBytes === null ? [] : [gibibytes(memoryBytes)];
  const free = freeBytes === null ? [] : [`${gibibytes(freeBytes)} free`];
  return [name, ...memory, ...free, `driver ${driver}`].join(', ');
}

/** A table with one row per engine, followed by the remarks on each. */
export function enginesText(engines: ReadonlyMap<string, Finding>, paint: Colours): string {
  const rows = [...engines].map(([name, finding]) => [name, ...enginesRow(finding)]);
  const titles = ['engine', 'usable', 'on', 'runs on', 'version'];
  const [head, ...lines] = table(
    titles.map((title) => ({ title, align: 'left' })),
    rows,
    (text) => paint.bold(text),
  );
  const coloured = [...engines.values()].map(({ usable }, i) => (usable ? lines[i]! : paint.dim(lines[i]!)));
  const remarks = [...engines].flatMap(([name, finding]) => remarksOn(name, finding, paint));
  return [[head, ...coloured].join('\n'), ...(remarks.length > 0 ? [remarks.join('\n')] : [])].join('\n\n');
}

function enginesRow(finding: Finding): string[] {
  if (finding.usable) return ['yes', finding.hardware, finding.device, finding.version];
  return ['failure' in finding ? finding.failure : 'no', '', '', ''];
}

function remarksOn(name: string, finding: Finding, paint: Colours): string[] {
  if (finding.usable) return (finding.notes ?? []).map((note) => `${paint.bold(name)}: ${note}`);
  const mark = 'failure' in finding ? paint.red(name) : paint.yellow(name);
  return [`${mark}: ${finding.why}`, ...remedyLines([finding.remedy], paint)];
}

const remedyLines = (remedies: readonly string[], paint: Colours): string[] =>
  remedies.map((remedy, i) => `  ${i === 0 ? `${paint.cyan('help')}:` : '  or:'} ${remedy}`);

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Format version 1; documented in docs/engines.md. */
export function reportJson({ machine, gpus, engines, auto, advice }: Diagnosis) {
  return {
    version: 1,
    ganspec: version,
    ...machine,
    gpus,
    engines: [...engines].map(([name, finding]) => engineJson(name, finding)),
    auto,
    advice,
  };
}

export const engineJson = (name: string, finding: Finding) => ({ engine: name, ...finding });
