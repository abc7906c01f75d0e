/** Node with all engines: what the command line and the library run in. */
import type { Host } from '../engines/index.ts';
import { portableEngines } from '../engines/portable.ts';
import { nodePlatform } from '../platform/node/platform.ts';

export const nodeHost: Host = {
  platform: nodePlatform,
  engines: {
    tensorflow: {
      examine: async () => (await import('../engines/tensorflow/tensorflow.ts')).examineTensorflow(),
      open: async (_, options) => (await import('../engines/tensorflow/tensorflow.ts')).openTensorflow(options),
    },
    ...portableEngines,
  },
};
