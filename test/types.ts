/** Type-checks every layer with its own globals; prints what vue-tsc says and fails if any layer does. */
import { spawnSync } from 'node:child_process'

const layers = ['src-main/contract', 'src-main', 'src-renderer', 'test']
const failed = layers.filter((layer) => {
  const { status } = spawnSync('vue-tsc', ['--noEmit', '-p', layer], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status !== 0
})
process.exitCode = failed.length
