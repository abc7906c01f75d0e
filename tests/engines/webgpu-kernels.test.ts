/** The kernels of the webgpu engine. */
import { testEveryOp } from './op-samples.ts';
import { describeWebgpu, openWebgpuHere } from './webgpu.ts';

describeWebgpu('webgpu kernels', () => testEveryOp(openWebgpuHere));
