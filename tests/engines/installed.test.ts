/** An engine that is not installed: reported as skipped, or a failure if it is required. */
import { expect, test } from 'vitest';
import { whatIsMissing } from './installed.ts';

const absent = { usable: false, why: 'it is not built', remedy: 'build it' } as const;
const present = { usable: true, hardware: 'CPU', device: 'a CPU', version: '1' } as const;

test('what is not there is skipped, and said', () => {
  expect(whatIsMissing('tensorflow', absent)).toBe('not tested: the engine tensorflow: it is not built (build it)');
  expect(whatIsMissing('tensorflow', absent, '')).toMatch('not tested');
  expect(whatIsMissing('tensorflow', absent, 'webgpu')).toMatch('not tested');
  expect(whatIsMissing('tensorflow', present, 'webgpu')).toBe(null);
});

test('what is promised is there', () => {
  expect(whatIsMissing('webgpu', present, 'tensorflow, webgpu')).toBe(null);
  expect(() => whatIsMissing('webgpu', absent, 'tensorflow, webgpu')).toThrow(
    'GANSPEC_REQUIRE_ENGINES=tensorflow, webgpu promises the engine webgpu: it is not built (build it)',
  );
});

test('a promise of an engine that nobody knows is none', () => {
  expect(() => whatIsMissing('cpu', present, 'tensorflw')).toThrow(
    'no engine tensorflw; there are tensorflow, webgpu, wasm, cpu',
  );
});
