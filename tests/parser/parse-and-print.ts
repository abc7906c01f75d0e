/** Ways to look at a tree in tests. */
import { expect } from 'vitest';
import { textOf, type Diagnostic, type Span } from '../../src/diagnostics/index.ts';
import {
  children,
  parse,
  walk,
  type Body,
  type Declaration,
  type Expression,
  type NameReference,
  type Node,
  type Parsed,
  type Stage,
  type TypeNode,
} from '../../src/parser/index.ts';

export function read(text: string): Parsed {
  return parse({ name: 'test.gan', text });
}

/** The declarations of a text without mistakes. */
export function declarations(text: string): readonly Declaration[] {
  const { spec, diagnostics } = read(text);
  expect(diagnostics.map((d) => `${d.code}: ${d.message}`)).toEqual([]);
  return spec.declarations;
}

/** The only declaration of a text without mistakes; it must be of this kind. */
export function declaration<K extends Declaration['kind']>(kind: K, text: string): Extract<Declaration, { kind: K }> {
  const all = declarations(text);
  expect(all.map((d) => d.kind)).toEqual([kind]);
  return all[0] as Extract<Declaration, { kind: K }>;
}

export function expression(text: string): Expression {
  return declaration('let', `let it = ${text}`).value;
}

/** Lines of the form `code@text under the carets`. */
export function complaints(text: string): string[] {
  return read(text).diagnostics.map((d) => `${d.code}@${textOf(d.span)}`);
}

/** The only diagnostic of a text. */
export function only(text: string): Diagnostic {
  const { diagnostics } = read(text);
  expect(diagnostics.map((d) => `${d.code}: ${d.message}`)).toHaveLength(1);
  return diagnostics[0]!;
}

/** Fails unless the children of every node lie inside it, in the order of the text, without overlap. */
export function expectOrder(root: Node): void {
  walk(root, (node) => {
    let end = node.span.start;
    for (const child of children(node)) {
      const inside = end <= child.span.start && child.span.end <= node.span.end;
      if (!inside) {
        const place = `${child.kind} ${child.span.start}..${child.span.end}`;
        expect.fail(`${place} stands wrong in ${node.kind} ${JSON.stringify(textOf(root.span))}`);
      }
      end = child.span.end;
    }
  });
}

const args = (list: readonly { name?: { name: string }; value: Expression }[]): string =>
  list.map((a) => (a.name ? ` ${a.name.name}: ${outline(a.value)}` : ` ${outline(a.value)}`)).join('');

const calleeOf = (call: { namespace?: { name: string }; callee: { name: string } }): string =>
  (call.namespace ? `${call.namespace.name}.` : '') + call.callee.name;

const outlineStages = (stages: readonly Stage[]): string => `{${stages.map(outlineStage).join(', ')}}`;

/** A referenced name, with its namespace. */
export function outlineName({ namespace, name }: NameReference): string {
  return (namespace ? `${namespace.name}.` : '') + name.name;
}

export function outlineBody({ bindings, result }: Body): string {
  const before = bindings.map((b) => {
    if (b.kind === 'let-binding') return `let ${b.name.name} ${outline(b.value)}`;
    if (b.kind === 'update-binding') return `update ${b.target.name} ${outline(b.value)}`;
    if (b.kind !== 'draw-binding') {
      const start = [
        b.initializer && ` init ${outline(b.initializer)}`,
        'value' in b && b.value && ` = ${outline(b.value)}`,
      ];
      return `${b.kind.replace('-binding', '')} ${b.name.name}: ${outlineType(b.type)}${start.filter(Boolean).join('')}`;
    }
    const { name, distribution, arguments: given, shape } = b.draw;
    return `${name.name} ~ ${distribution.name}${args(given)}[${shape.map(outline).join(' ')}]`;
  });
  return `{${[...before, outline(result)].join('; ')}}`;
}

function outlineStage(s: Stage): string {
  switch (s.kind) {
    case 'call-stage':
      return `${calleeOf(s)}${args(s.arguments)}`;
    case 'repeat-stage':
      return `repeat ${outline(s.count)} ${outlineStages(s.stages)}`;
    case 'for-stage':
      return `for ${s.variable.name} in ${outline(s.over)} ${outlineStages(s.stages)}`;
    case 'if-stage': {
      const otherwise = s.otherwise ? ` else ${outlineStages(s.otherwise)}` : '';
      return `if ${outline(s.condition)} ${outlineStages(s.then)}${otherwise}`;
    }
  }
}

/** A tree with every group in parentheses and operators first; the text's own parentheses leave no trace. */
export function outline(e: Expression): string {
  switch (e.kind) {
    case 'number':
    case 'boolean':
      return String(e.value);
    case 'string':
      return JSON.stringify(e.value);
    case 'name':
      return e.name;
    case 'call':
      return `(call ${calleeOf(e)}${args(e.arguments)})`;
    case 'member':
      return `(. ${outline(e.object)} ${e.member.name})`;
    case 'index': {
      const items = e.indices.map((i) => (i.kind === 'all' ? ':' : i.kind === 'new-axis' ? '_' : outline(i.value)));
      return `(at ${outline(e.object)} ${items.join(' ')})`;
    }
    case 'unary':
      return `(${e.operator} ${outline(e.operand)})`;
    case 'binary':
      return `(${e.operator} ${outline(e.left)} ${outline(e.right)})`;
    case 'pipe':
      return `(|> ${outline(e.input)} ${e.stages.map((s) => `[${outlineStage(s)}]`).join(' ')})`;
    case 'list':
      return `[${e.items.map(outline).join(' ')}]`;
    case 'tuple':
      return `(tuple${args(e.fields)})`;
    case 'parenthesized':
      return outline(e.expression);
    case 'if':
      return `(if ${outline(e.condition)} ${outlineBody(e.then)} ${outlineBody(e.otherwise)})`;
    case 'scan': {
      const carried = e.carried.map(({ name, value }) => ` ${name.name} = ${outline(value)}`);
      return `(scan ${e.variable.name} ${outline(e.over)}${carried.join('')} ${outlineBody(e.body)})`;
    }
    case 'range':
      return `(.. ${outline(e.low)} ${outline(e.high)})`;
    case 'duration':
      return `(${e.unit} ${outline(e.count)})`;
    case 'transition':
      return `(-> ${outline(e.from)} ${outline(e.to)})`;
    case 'missing':
      return '?';
  }
}

export function outlineType(t: TypeNode | undefined): string {
  if (!t) return 'none';
  if (t.kind === 'tuple-type') return `(${t.fields.map((f) => `${f.name.name}: ${outlineType(f.type)}`).join(', ')})`;
  const call = t.arguments.length > 0 ? `(${t.arguments.map(outline).join(' ')})` : '';
  return `${t.name.name}${call}[${t.shape.map(outline).join(' ')}]${t.range ? ` in ${outline(t.range)}` : ''}`;
}

/** Every span in a tree or a list of diagnostics. */
export function spansIn(value: unknown, found: Span[] = []): Span[] {
  if (Array.isArray(value)) for (const item of value) spansIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    if ('source' in value && 'start' in value && 'end' in value) found.push(value as Span);
    else for (const item of Object.values(value)) spansIn(item, found);
  }
  return found;
}

/** The smallest complete file in docs/language.md. */
export const ring = `/// Eight Gaussians on a ring: the classic mode-collapse test.
model ring

data x: tensor[2] from ring(modes: 8, radius: 1, std: 0.01)
latent z ~ normal[2]

network G(z: tensor[2]) -> tensor[2] {
  z |> repeat(2) { dense(128) |> relu } |> dense(2)
}

network D(x: tensor[2]) -> logit[1] {
  x |> repeat(2) { dense(128) |> relu } |> dense(1)
}

let fake = G(z)

loss d = mean(softplus(-D(x))) + mean(softplus(D(fake)))
loss g = mean(softplus(-D(fake)))

train for 5_000 steps, batch 256 {
  minimize d over D using adam(1e-3, beta1: 0.5)
  minimize g over G using adam(1e-3, beta1: 0.5)
}

evaluate every 1_000 steps { modes(fake, x) }
`;

/** Every form that the language page shows and this slice knows. */
export const everything = `${ring}
const width = 64
data digits: image[28, 28, 1] in -1..1 from digits("data/mnist")
data faces {
  x: image[64, 64, 3] in -1..1
  label: class(10)
} from images("data/faces", resize: 64, crop: center, flip: horizontal)
latent noise ~ uniform(-1, 1)[100]

state kept = 1
block holder(x: tensor[c]) { weight w: tensor[c] init normal(1)  state u: tensor[c] init ones  update u <- 2 * u  w * u }
fn running(x, z) { scan s in x from h = z { update h <- h + s  h } }
block residual(x: tensor[h, w, c]) -> tensor[h, w, c] {
  let y = x |> reflect_pad(1) |> conv2d(c, 3, padding: valid) |> instance_norm |> relu
            |> reflect_pad(1) |> conv2d(c, 3, padding: valid) |> instance_norm
  x + y
}

block down(x: tensor[h, w, c], channels, normalise = true) -> tensor[h / 2, w / 2, channels] {
  x |> conv2d(channels, 4, stride: 2)
}

network G_AB(a: image[256, 256, 3] in -1..1) -> image[256, 256, 3] in -1..1 with weight_norm: spectral, init: normal(0.02) {
  a |> reflect_pad(3) |> conv2d(64, 7, padding: valid) |> instance_norm |> relu
    |> for i in 1..2 { conv2d(64 * 2^i, 3, stride: 2) |> instance_norm |> relu }
    |> repeat(9) { residual }
    |> for i in [1, 0] { conv2d_transpose(64 * 2^i, 3, stride: 2) |> instance_norm |> relu }
    |> reflect_pad(3) |> conv2d(3, 7, padding: valid) |> tanh
}

network G_BA like G_AB          // same architecture, weights of its own

network C(x: tensor[2]) -> (validity: logit[1], label: logit[10]) {
  let h = x |> dense(64) |> relu
  (validity: h |> dense(1), label: h |> dense(10))
}

/// Gulrajani et al. 2017, eq. 3.
fn gradient_penalty(D, real, fake, target = 1.0) {
  t ~ uniform(0, 1)[1]
  let mid = lerp(real, fake, t)
  mean((norm(grad(sum(D(mid)), mid)) - target)^2)
}

loss critic    = mean(D(fake)) - mean(D(x)) + 10 * gradient_penalty(D, x, fake)
loss generator = -mean(D(fake)) + sum(C(x).label * x[0, 1..4, :, _])

train for 200 epochs, batch 1 {
  minimize g_total over G_AB, G_BA using adam(linear(2e-4 -> 0, from: 100 epochs), beta1: 0.5)
}

train for 100_000 steps, batch 64 {                 // WGAN-GP
  repeat 5 { minimize critic over D using adam(1e-4, beta1: 0, beta2: 0.9) }
  minimize generator over G using adam(1e-4, beta1: 0, beta2: 0.9)
  every 16 steps { minimize r1 over D }             // lazy regularisation
  clip D to -0.01..0.01                             // the original WGAN
  simultaneously { minimize d over D  minimize g over G accumulating 4 minibatches }
  average G as G_ema decay 0.999                    // EMA, used for sampling
  update kept <- 2 * kept
}

train batch 64 {
  phase pretrain for 500 steps { minimize g over G using adam(1e-4) }
  for stage in 1..4 { phase grow for 20 epochs, batch 16 { minimize d(stage) over D } }
}

evaluate every 5 epochs using G_ema { fid(fake, x, samples: 10_000)  precision_recall(fake, x) }
show     every 1 epochs { grid(fake, 8, 8)  interpolate(G, z, steps: 10) }
expect parameters(G) == 3_576_704

import residual, down as shrink from "layers.gan"
import "layers.gan" as layers
import modulated_conv2d from stylegan
import stylegan as sg
network B like layers.A

block resample(x: tensor[h, w, c], up = false, act = relu) -> tensor[h, w, c] {
  let size = if up { h * 2 } else if h > 8 { h / 2 } else { h }
  let y = if up {
    t ~ normal[h]
    let moved = (x + t)
    layers.residual(moved, 3) * layers.width
  } else { x }
  y |> if up { layers.up(2) |> act } else if h > 8 { shrink } |> if act == relu { batch_norm } else { sg.demodulate }
}
`;
