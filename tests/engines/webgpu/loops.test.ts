/** Loops on the webgpu engine. */
import { testLoops } from '../kernels/loop-samples.ts';
import { describeWebgpu, openWebgpuHere } from '../webgpu.ts';

describeWebgpu('webgpu loops', () => testLoops(openWebgpuHere));
