/**
 * How this window calls its person: by sound and by the system's notifications, by severity, with a volume and
 * quiet hours, all off by one click. Remembered in this browser, for a room with several windows wants one that
 * sounds. A notification is words only; never a picture.
 */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { isQuiet, isTimeOfDay, type QuietHours } from '../signals/quiet-hours.ts'
import { type Severity, severities } from '../signals/severity.ts'
import { createSoundPlayer } from '../signals/sound-player.ts'

export interface Signal {
  readonly severity: Severity
  readonly title: string
  readonly text: string
  /** What a click on the notification opens. */
  open(): void
}

export interface SignalPrefs {
  isOn: boolean
  sounds: Record<Severity, boolean>
  notifications: Record<Severity, boolean>
  /** 0 to 100. */
  volume: number
  quiet: QuietHours | null
}

const key = 'signals'
/** Ten cases in one second are one sound, the most urgent one's, and one notification. */
const gatherMs = 400
const soundEveryMs = 1500
const notifyEveryMs = 4000

const every = (value: boolean): Record<Severity, boolean> => ({
  alarm: value,
  addressLost: value,
  addressBack: value,
  block: value,
  returned: value,
  review: value,
})
const defaults = (): SignalPrefs => ({
  isOn: true,
  sounds: every(true),
  notifications: every(true),
  volume: 60,
  quiet: null,
})

/** What another version or a hand has written is taken where it fits. */
function remembered(): SignalPrefs {
  const prefs = defaults()
  try {
    const saved = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<SignalPrefs>
    const { quiet, volume } = saved
    return {
      isOn: saved.isOn !== false,
      sounds: { ...prefs.sounds, ...saved.sounds },
      notifications: { ...prefs.notifications, ...saved.notifications },
      volume: typeof volume === 'number' && volume >= 0 && volume <= 100 ? volume : prefs.volume,
      quiet: quiet && isTimeOfDay(quiet.from) && isTimeOfDay(quiet.to) ? quiet : null,
    }
  } catch {
    return prefs
  }
}

export const useSignalsStore = defineStore('signals', () => {
  const prefs = ref<SignalPrefs>(remembered())
  const player = createSoundPlayer()
  const permission = ref(typeof Notification === 'undefined' ? 'denied' : Notification.permission)
  watch(prefs, (now) => localStorage.setItem(key, JSON.stringify(now)), { deep: true })

  let gathered: Signal[] = []
  let isGathering = false
  let soundedAt = 0
  let notifiedAt = 0

  const worstOf = (signals: readonly Signal[]): Signal | undefined =>
    severities.flatMap((severity) => signals.find((signal) => signal.severity === severity) ?? [])[0]

  function sound(signals: readonly Signal[], now: number): void {
    const worst = worstOf(signals.filter(({ severity }) => prefs.value.sounds[severity]))
    if (!worst || now - soundedAt < soundEveryMs) return
    soundedAt = now
    void player.play(worst.severity, prefs.value.volume / 100)
  }

  /** Whoever looks at the window is told by the window. */
  function notify(signals: readonly Signal[], now: number): void {
    const wanted = signals.filter(({ severity }) => prefs.value.notifications[severity])
    const worst = worstOf(wanted)
    if (!worst || permission.value !== 'granted' || document.hasFocus() || now - notifiedAt < notifyEveryMs) return
    notifiedAt = now
    const more = wanted.length > 1 ? ` (+${wanted.length - 1})` : ''
    // Our own sound is the sound.
    const shown = new Notification(worst.title + more, {
      body: worst.text,
      tag: `desk-${worst.severity}`,
      silent: true,
    })
    shown.onclick = () => {
      window.focus()
      worst.open()
      shown.close()
    }
  }

  const flush = () => {
    isGathering = false
    const signals = gathered
    gathered = []
    const now = Date.now()
    if (!prefs.value.isOn || isQuiet(prefs.value.quiet, new Date(now))) return
    sound(signals, now)
    notify(signals, now)
  }

  return {
    prefs,
    permission,
    /** The browser lets nothing sound until the page was clicked. */
    isBlocked: computed(() => player.isBlocked.value),
    signal(signal: Signal): void {
      gathered.push(signal)
      if (!isGathering) setTimeout(flush, gatherMs)
      isGathering = true
    },
    /** From a click only: a browser refuses to be asked otherwise. */
    async askPermission(): Promise<void> {
      if (typeof Notification !== 'undefined') permission.value = await Notification.requestPermission()
    },
    test: (severity: Severity) => player.play(severity, prefs.value.volume / 100),
    toggle(): void {
      prefs.value.isOn = !prefs.value.isOn
    },
  }
})
