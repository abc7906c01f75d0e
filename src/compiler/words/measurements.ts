/** What `evaluate` and `show` can name. The rows say what may be written; the runtime measures and draws. */

export interface ReportDefinition {
  readonly name: 'modes' | 'grid' | 'scatter';
  readonly kind: 'metric' | 'picture';
  readonly doc: string;
  /** In order; `value`s are per-example tensors of the program. */
  readonly parameters: readonly ReportParameter[];
}
export interface ReportParameter {
  readonly name: string;
  readonly kind: 'value' | 'integer';
  readonly default?: number;
  readonly doc: string;
}

const rows: readonly ReportDefinition[] = [
  {
    name: 'modes',
    kind: 'metric',
    doc: 'Modes covered, and the share of samples within 3σ of the nearest mode (Srivastava et al. 2017, VEEGAN).',
    parameters: [
      { name: 'samples', kind: 'value', doc: 'the generated points' },
      { name: 'data', kind: 'value', doc: 'the data whose modes are known' },
      { name: 'n', kind: 'integer', default: 2500, doc: 'how many samples' },
    ],
  },
  {
    name: 'grid',
    kind: 'picture',
    doc: 'A PNG grid of images, always from the same latents.',
    parameters: [
      { name: 'images', kind: 'value', doc: 'the images' },
      { name: 'rows', kind: 'integer', default: 8, doc: 'rows of the grid' },
      { name: 'columns', kind: 'integer', default: 8, doc: 'columns of the grid' },
    ],
  },
  {
    name: 'scatter',
    kind: 'picture',
    doc: 'Generated points over real ones, as a PNG.',
    parameters: [
      { name: 'samples', kind: 'value', doc: 'the generated points, tensor[2]' },
      { name: 'data', kind: 'value', doc: 'the real points, tensor[2]' },
      { name: 'n', kind: 'integer', default: 2500, doc: 'how many of each' },
    ],
  },
];

export const reports: ReadonlyMap<string, ReportDefinition> = new Map(rows.map((row) => [row.name, row]));
