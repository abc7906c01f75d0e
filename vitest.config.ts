import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    // Engines use both cores by themselves, and a browser and PyTorch start beside them.
    maxWorkers: 2,
  },
});
