/** Prepares a graph for execution: chooses kernels once, and plans when each value ends. */
import type { Graph, Node, NodeId } from '../../compiler/graph/graph.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import { fuse, overwritableIn, type FusedGraph } from '../../compiler/passes/fuse.ts';
import { isLoop, loopOf } from '../../compiler/ops/scan.ts';
import { aliasesInput, planMemory, releasedAfter, type MemoryPlan } from '../../compiler/passes/plan-memory.ts';
import type { Fusing, Kernel, Target, Tensor } from './kernels/kernel.ts';
import { loopKernel, loopWorkspace, prepareLoop, resultKernel } from './loop.ts';
import type { Instruction, Prepared, PreparedLoop } from './prepared.ts';
import { hostArrays } from './requirements.ts';

const unfused = (graph: Graph): FusedGraph => ({
  graph,
  fusions: new Map(),
  originals: graph.nodes.map(({ id }) => id),
});

interface Planned {
  readonly fused: FusedGraph;
  readonly plan: MemoryPlan;
}

/**
 * The fused graph that is run, and its memory plan; no kernel is compiled and nothing is uploaded.
 *
 * @param fusing how to fuse runs of elementwise nodes; null to run node by node, so that each keeps its inputs intact
 */
export function planned(target: Target, original: Graph, fusing: Fusing | null = target.fusing ?? null): Planned {
  const fused = fusing ? fuse(original) : unfused(original);
  const { graph, fusions } = fused;
  const plan = planMemory(graph, {
    workspace(node) {
      if (node.op === 'Placeholder' || node.op === 'Const' || aliasesInput(graph, node)) return 0;
      if (isLoop(node)) {
        const loop = loopOf(node.attributes);
        return loopWorkspace(loop, planned(target, loop.body, fusing).plan);
      }
      if (node.op === 'ScanResult') return 0;
      const fusion = fusions.get(node.id);
      if (fusion) return fusing?.workspace?.(fusion, node.output) ?? 0;
      return target.kernelOf(node).workspace(withTypes(graph, node));
    },
    ...(fusing?.overwrites && { overwritable: overwritableIn(fused) }),
  });
  return { fused, plan };
}

const withTypes = (graph: Graph, node: Node) => ({
  ...node,
  inputs: node.inputs.map((id) => graph.nodes[id]!.output),
});

/** @param fusing as for `planned` */
export function prepare(target: Target, original: Graph, fusing: Fusing | null = target.fusing ?? null): Prepared {
  const { fused, plan } = planned(target, original, fusing);
  const { graph, fusions } = fused;
  const fusedNodes = [...fusions].map(([node, fusion]) => ({ node, fusion, output: graph.nodes[node]!.output }));
  const compiled = fusing?.compile(fusedNodes) ?? [];
  const fusedKernels = new Map(fusedNodes.map(({ node }, i) => [node, compiled[i]!]));

  const released = releasedAfter(plan);
  const loops = new Map<NodeId, PreparedLoop>();
  const kernelFor = (node: Node): Kernel => {
    const typed = withTypes(graph, node);
    if (node.op === 'ScanResult') return resultKernel(target, typed);
    if (!isLoop(node)) return target.kernelOf(node).build(typed);
    const loop = loopOf(node.attributes);
    const prepared = prepareLoop(target, loop, prepare(target, loop.body, fusing));
    loops.set(node.id, prepared);
    return loopKernel(target, prepared, typed);
  };
  const instructions = graph.nodes
    .filter(({ op }) => op !== 'Placeholder' && op !== 'Const')
    .map((node): Instruction => {
      const { output } = node;
      const share: Kernel = (inputs) => target.share(inputs[0]!, output.shape);
      const fusedKernel = fusedKernels.get(node.id);
      const over = plan.inPlace.get(node.id);
      const kernel = aliasesInput(graph, node)
        ? share
        : fusedKernel
          ? (inputs: readonly Tensor[]) => fusedKernel(inputs, over)
          : kernelFor(node);
      return { node: node.id, kernel, inputs: node.inputs, release: released[node.id]! };
    });
  const inputs = graph.inputs.map(({ node, name, source }) => ({
    node,
    name: source.kind === 'variable' ? source.variable : name,
    type: graph.nodes[node]!.output,
    unused: plan.lastUse[node] === node,
    isVariable: source.kind === 'variable',
  }));
  return {
    graph: original,
    fused,
    plannedPeakBytes: plan.peakBytes,
    instructions,
    loops,
    constants: uploadConstants(target, graph),
    fed: inputs.filter((input) => !input.isVariable),
    variables: inputs.filter((input) => input.isVariable),
    changed: graph.outputs.flatMap(({ kind, name }) => (kind === 'variable' ? [name] : [])),
  };
}

/** Frees what the program keeps on the device. */
export function disposeConstants(target: Target, { constants, loops }: Prepared): void {
  for (const value of constants.values()) target.dispose(value);
  for (const { body } of loops.values()) disposeConstants(target, body);
}

function uploadConstants(target: Target, graph: Graph): Map<NodeId, Tensor> {
  const constants = new Map<NodeId, Tensor>();
  for (const { id, op, attributes, output } of graph.nodes) {
    if (op !== 'Const') continue;
    const value = attributes['value'] as number | readonly number[];
    const data = new hostArrays[output.dtype](sizeOf(output.shape));
    if (typeof value === 'number') data.fill(value);
    else data.set(value);
    constants.set(id, target.upload({ ...output, data }));
  }
  return constants;
}
