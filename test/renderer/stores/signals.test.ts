import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { type Signal, useSignalsStore } from '../../../src-renderer/stores/signals.ts'

const played = vi.hoisted(() => [] as [string, number][])
vi.mock('../../../src-renderer/signals/sound-player.ts', () => ({
  createSoundPlayer: () => ({
    isBlocked: { value: false },
    play: async (sound: string, volume: number) => void played.push([sound, volume]),
  }),
}))

const shown: { title: string; options: NotificationOptions }[] = []
class FakeNotification {
  static permission = 'granted'
  onclick: (() => void) | null = null
  constructor(title: string, options: NotificationOptions) {
    shown.push({ title, options })
  }
  close = () => undefined
}

const signal = (severity: Signal['severity'], title: string = severity): Signal => ({
  severity,
  title,
  text: 'Porn 99',
  open: () => undefined,
})

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00') })
  vi.stubGlobal('Notification', FakeNotification)
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  localStorage.clear()
  played.length = 0
  shown.length = 0
  setActivePinia(createPinia())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
const settle = () => vi.advanceTimersByTime(500)

describe('signals', () => {
  it('of several at once sound as the most urgent, and are one notification', () => {
    const signals = useSignalsStore()
    for (const severity of ['review', 'alarm', 'block'] as const) signals.signal(signal(severity))
    settle()
    expect(played).toEqual([['alarm', 0.6]])
    expect(shown.map(({ title }) => title)).toEqual(['alarm (+2)'])
  })

  it('never carry a picture', () => {
    useSignalsStore().signal(signal('block'))
    settle()
    expect(Object.keys(shown[0]?.options ?? {}).sort()).toEqual(['body', 'silent', 'tag'])
  })

  it('notify only who does not look at the window', () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    useSignalsStore().signal(signal('block'))
    settle()
    expect([played.length, shown.length]).toEqual([1, 0])
  })

  it('are all off by one click, and stay off', async () => {
    const signals = useSignalsStore()
    signals.toggle()
    signals.signal(signal('alarm'))
    settle()
    await nextTick()
    expect([played, shown]).toEqual([[], []])
    setActivePinia(createPinia())
    expect(useSignalsStore().prefs.isOn).toBe(false)
  })

  it('keep the quiet hours, and leave out what was not chosen', () => {
    const signals = useSignalsStore()
    signals.prefs.sounds.review = false
    signals.prefs.notifications.review = false
    signals.signal(signal('review'))
    settle()
    signals.prefs.quiet = { from: '11:00', to: '13:00' }
    signals.signal(signal('alarm'))
    settle()
    expect([played, shown]).toEqual([[], []])
  })

  it('begin with their defaults when what was remembered cannot be read', () => {
    for (const broken of ['{', '{"volume":900,"quiet":{"from":"x","to":"y"}}', 'null']) {
      localStorage.setItem('signals', broken)
      setActivePinia(createPinia())
      expect(useSignalsStore().prefs).toMatchObject({ isOn: true, volume: 60, quiet: null })
    }
  })
})
