/** The result of examining an engine, for `gan doctor` and `--engine auto`. */
export type Examination =
  | {
      readonly usable: true;
      /** `software`: a GPU's interface, but computed on the CPU; correct, but slower than any other engine. */
      readonly hardware: 'GPU' | 'CPU' | 'software';
      /** What it runs on: `2 CPU threads, SIMD`, `NVIDIA H200`. */
      readonly device: string;
      /** The version of the library that computes. */
      readonly version: string;
      /** Remarks for the user, one sentence each. */
      readonly notes?: readonly string[];
      /** If there is an NVIDIA GPU that it does not use: the command that would make it do so. */
      readonly gpuRemedy?: string;
    }
  | {
      readonly usable: false;
      readonly hardware?: undefined;
      /** One sentence. */
      readonly why: string;
      /** The command that would fix it. */
      readonly remedy: string;
      /** The command for use with an NVIDIA GPU, if that is a different one. */
      readonly gpuRemedy?: string;
    };
