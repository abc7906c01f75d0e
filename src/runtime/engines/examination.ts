/** What is found when an engine is looked at, for `gan doctor` and for `--engine auto`. */
export type Examination =
  | {
      readonly usable: true;
      /** `software` is a GPU's interface computed on the CPU: right, but slower than any other engine. */
      readonly hardware: 'GPU' | 'CPU' | 'software';
      /** What it runs on: `2 CPU threads, SIMD`, `NVIDIA H200`. */
      readonly device: string;
      /** Of the library that computes. */
      readonly version: string;
      /** Worth knowing, a sentence each. */
      readonly notes?: readonly string[];
      /** The command that would have it compute on an NVIDIA GPU, if it does not and one is there. */
      readonly gpuRemedy?: string;
    }
  | {
      readonly usable: false;
      readonly hardware?: undefined;
      /** A sentence. */
      readonly why: string;
      /** The command that would fix it. */
      readonly remedy: string;
      /** The same with an NVIDIA GPU, if that is another one. */
      readonly gpuRemedy?: string;
    };
