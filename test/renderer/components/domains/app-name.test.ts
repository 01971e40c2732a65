import { expect, it } from 'vitest'
import { checkAppName } from '../../../../src-renderer/components/domains/app-name.ts'

it('takes a push path and refuses what could never be one', () => {
  expect(checkAppName('live-2.a_b', ['vip'])).toBeNull()
  expect(checkAppName('', [])).toBe('nameEmpty')
  for (const name of ['li ve', 'live/vip', '直播', ' live']) expect(checkAppName(name, []), name).toBe('nameCharacters')
  expect(checkAppName('vip', ['vip'])).toBe('nameTaken')
})
