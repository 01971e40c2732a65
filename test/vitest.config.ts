import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  test: {
    // Patience, not expectation: a busy machine is slow, and what hangs still ends.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        root,
        test: {
          name: 'main',
          environment: 'node',
          // They wait most of their time: for a process to start, for the practice cloud, for five seconds to undo.
          maxWorkers: 2 * availableParallelism(),
          sequence: { groupOrder: 2 },
          setupFiles: ['test/patience.ts'],
          include: ['test/{contract,core,hosts,practice,flow,resources}/**/*.test.ts', 'test/*.test.ts'],
        },
      },
      {
        extends: true,
        root,
        plugins: [vue()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          // One window for a worker's files instead of one each; fresh.ts, first of all, makes everything else new.
          isolate: false,
          maxWorkers: availableParallelism(),
          sequence: { setupFiles: 'list', groupOrder: 1 },
          include: ['test/renderer/**/*.test.ts'],
          setupFiles: [
            'test/renderer/fresh.ts',
            'test/patience.ts',
            'test/renderer/words.ts',
            'test/renderer/quiet.ts',
          ],
        },
      },
    ],
  },
})
