import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that run the build. */
const built = ['tests/cli/**/*.test.ts', 'tests/train/**/*.test.ts', 'tests/library.test.ts'];

const guides = 'tests/guides/**/*.test.ts';

export default defineConfig({
  test: {
    // The engines use both cores by themselves, and a browser and PyTorch run alongside.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          testTimeout: 60_000,
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...built, guides],
        },
      },
      {
        extends: true,
        test: { name: 'built', testTimeout: 60_000, include: built, globalSetup: 'tests/setup/build.ts' },
      },
      {
        extends: true,
        // This builds and tests a whole copy of the repository.
        test: { name: 'guides', testTimeout: 600_000, hookTimeout: 60_000, include: [guides] },
      },
    ],
  },
});
