/**
 * Tries a way as it is entered: opens it, or for an address of the person's own the receiver's door there, lets a
 * signed message go out through its public address and come back, and takes it down again. Nothing is kept, and the
 * way in use is not touched.
 */
import { AppError } from '../../contract/errors.ts'
import { type CheckItem, type CheckStep, checkSteps, type WayDraft } from '../../contract/tunnel.ts'
import type { OpenWay } from './kinds.ts'
import type { Supervision } from './supervise.ts'
import type { Tunnel } from './tunnel.ts'
import type { Secrets } from './way-secrets.ts'
import { urlOf } from './way-url.ts'

export interface CheckParts {
  readonly openWay: OpenWay
  readonly localPort: () => number | null
  /** Has the receiver listen at one more address of this machine until that is closed. */
  readonly listenAt: (address: string) => Promise<{ close(): void }>
  /** Sends a signed message through an address; null when it came back to this desk, else why not. */
  readonly prove: (base: string) => Promise<AppError | null>
}

interface Trial extends CheckParts {
  /** Hosts that the receiver answers to while they are tried. */
  readonly trials: Set<string>
  readonly secretsFor: () => Secrets
  /** The tunnel that already holds what this way needs, such as the same port of the same server. */
  readonly running: () => Supervision | null
}

export async function* checkWay(draft: WayDraft, signal: AbortSignal, trial: Trial): AsyncGenerator<CheckItem> {
  const controller = new AbortController()
  signal.addEventListener('abort', () => controller.abort())
  const items = createQueue()
  const work = run(draft, trial, controller.signal, items.add).then(items.end, items.fail)
  try {
    yield* items.read(signal)
  } finally {
    controller.abort()
    await work
  }
}

async function run(draft: WayDraft, trial: Trial, signal: AbortSignal, add: (item: CheckItem) => void): Promise<void> {
  const { config } = draft
  let last: CheckStep = checkSteps[config.kind][0]
  let hasFailed = false
  const onStep = (item: CheckItem) => {
    last = item.step
    hasFailed ||= item.state === 'failed'
    add(item)
  }
  let tunnel: Tunnel | null = null
  let door: { close(): void } | null = null
  try {
    if (config.kind === 'own') {
      onStep({ step: 'listen', state: 'running' })
      door = await trial.listenAt(config.bind)
      onStep({ step: 'listen', state: 'ok', note: `${shownHost(config.bind)}:${trial.localPort()}` })
    }
    // Not under the way's own id: a program that runs for it would be taken for a leftover.
    const open = trial.openWay('check', config, trial.secretsFor)
    const standing = trial.running()?.state()
    if (open && standing?.state === 'up') {
      for (const step of checkSteps[config.kind]) if (step !== 'proof') onStep({ step, state: 'ok' })
    } else if (open) {
      tunnel = await open({ localPort: trial.localPort, signal, onStep })
    }
    const url = tunnel?.url ?? standing?.url ?? urlOf(config)
    onStep({ step: 'proof', state: 'running' })
    if (url !== null) await proveThrough(url, trial, onStep)
  } catch (error) {
    if (signal.aborted || hasFailed) return
    const known = error instanceof AppError ? error : new AppError('internal', { cause: error })
    onStep({ step: last, state: 'failed', error: known.toShape() })
  } finally {
    door?.close()
    await tunnel?.close()
  }
}

const shownHost = (address: string) => (address.includes(':') ? `[${address}]` : address)

async function proveThrough(
  url: string,
  { prove, trials, localPort }: Trial,
  onStep: (item: CheckItem) => void,
): Promise<void> {
  const { host } = new URL(url)
  if (localPort() === null) throw new AppError('tunnel.receiverDown')
  trials.add(host)
  try {
    const error = await prove(url)
    onStep(
      error ? { step: 'proof', state: 'failed', error: error.toShape() } : { step: 'proof', state: 'ok', note: url },
    )
  } finally {
    trials.delete(host)
  }
}

/** Items wait here until the reader takes them. */
function createQueue() {
  const waiting: CheckItem[] = []
  let isOver = false
  let failure: unknown = null
  let wake = () => {}
  const stop = () => {
    isOver = true
    wake()
  }
  return {
    add(item: CheckItem) {
      waiting.push(item)
      wake()
    },
    end: stop,
    fail(error: unknown) {
      failure = error
      stop()
    },
    async *read(signal: AbortSignal): AsyncGenerator<CheckItem> {
      signal.addEventListener('abort', stop)
      while (true) {
        while (waiting.length > 0) yield waiting.shift() as CheckItem
        if (isOver) break
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (failure !== null && !signal.aborted) throw failure
    },
  }
}
