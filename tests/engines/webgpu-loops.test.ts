/** Loops on the webgpu engine. */
import { testLoops } from './loop-samples.ts';
import { describeWebgpu, openWebgpuHere } from './webgpu.ts';

describeWebgpu('webgpu loops', () => testLoops(openWebgpuHere));
