/** The kernels of the webgpu engine. */
import { testEveryOp } from '../kernels/op-samples.ts';
import { describeWebgpu, openWebgpuHere } from '../webgpu.ts';

describeWebgpu('webgpu kernels', () => testEveryOp(openWebgpuHere));
