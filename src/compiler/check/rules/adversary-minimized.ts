import { diagnostic } from '../../../diagnostics/report.ts';
import type { Expression, Network } from '../../program/program.ts';
import { dependsOn, visit } from '../../program/walk.ts';
import { minimizations, type Rule } from './rule.ts';

/**
 * A generator that minimises the loss of its own discriminator: it would learn to make what is easiest to tell from
 * real data. The discriminator is the network that the loss applies both to what the generator makes and to something
 * else, unless it is asked for the same labels of both: that is a classifier (PixelDA), whose task the two share.
 */
export const adversaryMinimized: Rule = (program, report) => {
  const all = minimizations(program);
  for (const own of all) {
    for (const discriminator of own.networks.filter(isCritic)) {
      for (const { loss, networks, span } of all) {
        if (loss.value !== own.loss.value) continue;
        const generator = networks.find(
          (n) => n.name !== discriminator.name && isAdversaryIn(loss.value, discriminator.name, n.name),
        );
        if (!generator) continue;
        const texts = {
          generator: generator.name,
          discriminator: discriminator.name,
          loss: loss.name,
          own: ownLoss(discriminator),
        };
        const labels = span === own.span ? [] : [{ span: own.span, text: 'the discriminator minimises it here' }];
        report(diagnostic('adversary-minimized', texts, span, { labels }));
        return;
      }
    }
  }
};

/** A loss that the discriminator's adversary could minimise instead, for the message. */
function ownLoss({ name, result }: Network): string {
  if (result.kind === 'tensor' && result.meaning === 'score') return `-mean(${name}(…))`;
  return result.kind === 'tensor' && result.meaning === 'prob'
    ? `-mean(log(${name}(…)))`
    : `non_saturating_g(${name}(…))`;
}

/** Whether the result judges the input: a logit, a probability or a score. */
function isCritic({ result }: Network): boolean {
  const types = result.kind === 'tuple' ? result.fields.map((f) => f.type) : [result];
  return types.some((t) => t.meaning === 'logit' || t.meaning === 'prob' || t.meaning === 'score');
}

/** Whether the loss judges both something that the generator made and something that it did not. */
function isAdversaryIn(loss: Expression, discriminator: string, generator: string): boolean {
  const makes = (e: Expression): boolean => dependsOn(e, (x) => x.kind === 'apply' && x.network.name === generator);
  const judged = { made: new Set<Expression>(), other: new Set<Expression>() };
  const labels = new Map<Expression, Expression>();
  visit([loss], (e) => {
    if (e.kind === 'apply' && e.network.name === discriminator) {
      judged[e.arguments.some(makes) ? 'made' : 'other'].add(e);
    }
    if (e.kind === 'call' && e.function.name === 'cross_entropy') labels.set(judgedBy(e.inputs[0]!), e.inputs[1]!);
  });
  const asOneClass = (a: Expression, b: Expression): boolean => labels.has(a) && labels.get(a) === labels.get(b);
  return [...judged.made].some((made) => [...judged.other].some((other) => !asOneClass(made, other)));
}

/** The use of a network whose result, or a part of it, this is. */
function judgedBy(e: Expression): Expression {
  return e.kind === 'field' || e.kind === 'retype' ? judgedBy(e.of) : e;
}
