/** Two suites: the built desk in Chromium through the headless host, and real Electron where there is a binary. */
import { defineConfig } from '@playwright/test'

export default defineConfig({
  // Every file has a desk of its own, and waits for its page or its cloud half of the time.
  fullyParallel: false,
  workers: 2,
  // A whole page tour runs within one test, and machines are shared.
  timeout: 300_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    {
      name: 'chromium',
      // Beside the pictures of a run, not around them: it is emptied when the next one starts.
      outputDir: '../../test-results/chromium',
      testDir: '.',
      testMatch: '*.e2e.ts',
      use: {
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        timezoneId: 'Asia/Shanghai',
        colorScheme: 'dark',
        launchOptions: {
          executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
          args: [
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--no-first-run',
            '--disable-quic',
          ],
        },
      },
    },
    { name: 'electron', outputDir: '../../test-results/electron', testDir: '../electron', testMatch: '*.e2e.ts' },
  ],
})
