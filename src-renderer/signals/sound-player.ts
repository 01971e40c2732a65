/**
 * Plays the desk's own signal sounds (public/sounds, made by resources/sounds/synthesise.mjs). A browser lets
 * a page sound only after its person has touched it once; until then `isBlocked` says so.
 */
import { type Ref, ref } from 'vue'
import type { Severity } from './severity.ts'

export interface SoundPlayer {
  /** `volume` from 0 to 1. Never rejects: a sound that cannot be had must not break what it announces. */
  play(sound: Severity, volume: number): Promise<void>
  readonly isBlocked: Readonly<Ref<boolean>>
}

export interface SoundParts {
  createContext(): AudioContext
  read(sound: Severity): Promise<ArrayBuffer>
}

const answersWithinMs = 300

const fromThePage: SoundParts = {
  createContext: () => new AudioContext(),
  read: async (sound) => (await fetch(new URL(`sounds/${sound}.wav`, document.baseURI))).arrayBuffer(),
}

export function createSoundPlayer({ createContext, read }: SoundParts = fromThePage): SoundPlayer {
  const buffers = new Map<Severity, Promise<AudioBuffer>>()
  const isBlocked = ref(false)
  let context: AudioContext | null = null

  const unblock = () => {
    void context?.resume().then(() => {
      isBlocked.value = false
      listen('removeEventListener')
    })
  }
  const listen = (how: 'addEventListener' | 'removeEventListener') => {
    window[how]('pointerdown', unblock)
    window[how]('keydown', unblock)
  }
  /** A blocked context's `resume` stays unanswered until the person does something. */
  const isRunning = (which: AudioContext): Promise<boolean> =>
    Promise.race([
      which.resume().then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), answersWithinMs)),
    ])
  const open = async (): Promise<AudioContext | null> => {
    context ??= createContext()
    if (isBlocked.value) return null
    if (await isRunning(context)) return context
    isBlocked.value = true
    listen('addEventListener')
    return null
  }
  const load = (sound: Severity, into: AudioContext): Promise<AudioBuffer> => {
    const kept = buffers.get(sound) ?? read(sound).then((bytes) => into.decodeAudioData(bytes))
    buffers.set(sound, kept)
    return kept
  }
  const start = async (sound: Severity, volume: number) => {
    const into = await open()
    if (!into) return
    const source = into.createBufferSource()
    const gain = into.createGain()
    source.buffer = await load(sound, into)
    gain.gain.value = Math.max(0, Math.min(1, volume))
    source.connect(gain).connect(into.destination)
    source.start()
  }

  return {
    isBlocked,
    play: (sound, volume) =>
      start(sound, volume).catch(() => {
        buffers.delete(sound)
      }),
  }
}
