/** Least privilege (security S5): the policies allow exactly what their tier needs, action by action. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { actions } from '../../src-main/practice/actions/index.ts'

interface Policy {
  version: string
  statement: { effect: string; action: string[]; resource: string[] }[]
}
const read = (name: string): Policy =>
  JSON.parse(readFileSync(new URL(`../../resources/cam-policies/${name}.json`, import.meta.url), 'utf8')) as Policy
const allowed = (name: string) =>
  read(name)
    .statement.flatMap(({ action }) => action)
    .toSorted()
const live = (...names: string[]) => names.map((name) => `live:${name}`)

const watch = live(
  'DescribeCallbackRecordsList',
  'DescribeLiveDomains',
  'DescribeLiveStreamEventList',
  'DescribeLiveStreamOnlineList',
  'DescribeLiveStreamPublishedList',
  'DescribeLiveStreamState',
)

describe('the CAM policies', () => {
  it('let a watcher read streams, domains and records', () => {
    expect(allowed('watch')).toEqual(watch)
  })

  it('let a moderator cut, ban and resume besides', () => {
    expect(allowed('moderate')).toEqual(
      [...watch, ...live('DropLiveStream', 'ForbidLiveStream', 'ResumeLiveStream')].toSorted(),
    )
  })

  it('let an operator change callback templates and rules, and read what alerts need', () => {
    expect(allowed('set-up')).toEqual(
      live(
        'CreateLiveCallbackRule',
        'CreateLiveCallbackTemplate',
        'DeleteLiveCallbackRule',
        'DeleteLiveCallbackTemplate',
        'DescribeLiveCallbackRules',
        'DescribeLiveCallbackTemplate',
        'DescribeLiveCallbackTemplates',
        'DescribeLiveDomains',
        'DescribeLiveSnapshotRules',
        'DescribeLiveSnapshotTemplates',
        'ModifyLiveCallbackTemplate',
      ),
    )
  })

  it.each(['watch', 'moderate', 'set-up'])('are sound, and name each action by itself: %s', (name) => {
    const { version, statement } = read(name)
    expect(version).toBe('2.0')
    for (const { effect, action, resource } of statement) {
      expect([effect, resource]).toEqual(['allow', ['*']])
      expect(new Set(action).size).toBe(action.length)
      for (const each of action) expect(actions.has(each.replace(/^live:/, ''))).toBe(true)
    }
  })
})
