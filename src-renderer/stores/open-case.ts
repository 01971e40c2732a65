/**
 * The case somebody looks at: read in full, claimed while it is open, and what was looked at told to the desk's
 * log. Passing over a case with the arrow keys neither claims nor counts as looking at it.
 */
import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { CaseDetail, Picture, StripItem } from '../../src-main/contract/case-detail.ts'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { toAppError } from './load.ts'

type Alerts = Pick<
  DeskClient['alerts'],
  'case' | 'claim' | 'release' | 'beat' | 'strip' | 'picture' | 'viewed' | 'revealed'
>

export interface OpenCase {
  readonly id: Readonly<Ref<number | null>>
  readonly detail: Readonly<ShallowRef<CaseDetail | null>>
  /** In time order; longer than the detail's strip once older ones were read. */
  readonly strip: Readonly<ShallowRef<readonly StripItem[]>>
  /** When `detail` came; null while there is none. */
  readonly loadedAt: Readonly<Ref<number | null>>
  readonly error: Readonly<ShallowRef<AppError | null>>
  /** Why it is not ours: somebody else has it, or the desk could not be asked. */
  readonly claimError: Readonly<ShallowRef<AppError | null>>
  open(id: number): void
  close(): void
  /** Reads it again, at most once a second. */
  refresh(): void
  takeOver(): Promise<void>
  readOlder(): Promise<void>
  /** Asks for a picture that is not here yet, or again for one that failed. */
  fetchPicture(eventId: number, retry: boolean): Promise<void>
  noteViewed(eventId: number): void
  noteRevealed(eventId: number, how: 'whole' | 'region', ms: number): void
}

/** So long a case must stay open before it counts as opened. */
const restsMs = 250
const beatMs = 10_000
const refreshMs = 800
const tellMs = 1000

export function createOpenCase(alerts: Alerts): OpenCase {
  const id = ref<number | null>(null)
  const detail = shallowRef<CaseDetail | null>(null)
  const strip = shallowRef<readonly StripItem[]>([])
  const loadedAt = ref<number | null>(null)
  const error = shallowRef<AppError | null>(null)
  const claimError = shallowRef<AppError | null>(null)
  let older: readonly StripItem[] = []
  let settling: ReturnType<typeof setTimeout> | undefined
  let beating: ReturnType<typeof setInterval> | undefined
  let refreshing: ReturnType<typeof setTimeout> | undefined
  let telling: ReturnType<typeof setTimeout> | undefined
  let readAt = 0
  let held: number | null = null
  const viewed = new Set<number>()
  let toTell: number[] = []

  const join = () => {
    const recent = detail.value?.strip ?? []
    const newer = new Set(recent.map(({ eventId }) => eventId))
    strip.value = [...older.filter(({ eventId }) => !newer.has(eventId)), ...recent].sort(
      (a, b) => a.at - b.at || a.eventId - b.eventId,
    )
  }

  async function read(wanted: number): Promise<void> {
    readAt = Date.now()
    const answer = await alerts.case({ id: wanted }).then(
      (found) => ({ found }),
      (reason: unknown) => ({ error: toAppError(reason) }),
    )
    if (id.value !== wanted) return
    if ('error' in answer) {
      error.value = answer.error
      return
    }
    error.value = null
    detail.value = answer.found
    loadedAt.value = Date.now()
    join()
  }

  async function claim(wanted: number, takeOver: boolean): Promise<void> {
    const problem = await alerts.claim({ caseId: wanted, takeOver }).then(() => null, toAppError)
    if (id.value !== wanted) {
      if (!problem) void alerts.release({ caseId: wanted }).catch(() => undefined)
      return
    }
    claimError.value = problem
    if (!problem) held = wanted
  }

  const beat = async () => {
    const { claims } = await alerts.beat({}).catch(() => ({ claims: null }))
    if (claims && held !== null && held === id.value && !claims.includes(held)) {
      held = null
      void claim(id.value, false)
    }
  }

  const tell = () => {
    telling = undefined
    const caseId = id.value
    const eventIds = toTell.splice(0, 500)
    if (caseId !== null && eventIds.length > 0) void alerts.viewed({ caseId, eventIds }).catch(() => undefined)
  }

  function close(): void {
    clearTimeout(settling)
    clearInterval(beating)
    clearTimeout(refreshing)
    clearTimeout(telling)
    if (telling !== undefined) tell()
    refreshing = undefined
    telling = undefined
    // A lost connection loses the claim by itself.
    if (held !== null) void alerts.release({ caseId: held }).catch(() => undefined)
    held = null
    id.value = null
    detail.value = null
    loadedAt.value = null
    strip.value = []
    older = []
    toTell = []
    viewed.clear()
    error.value = null
    claimError.value = null
  }

  return {
    id,
    detail,
    strip,
    loadedAt,
    error,
    claimError,
    close,
    open(wanted) {
      if (id.value === wanted) return
      close()
      id.value = wanted
      void read(wanted)
      settling = setTimeout(() => void claim(wanted, false), restsMs)
      beating = setInterval(() => void beat(), beatMs)
    },
    refresh() {
      const wanted = id.value
      if (wanted === null || refreshing !== undefined) return
      refreshing = setTimeout(
        () => {
          refreshing = undefined
          void read(wanted)
        },
        Math.max(0, readAt + refreshMs - Date.now()),
      )
    },
    async takeOver() {
      if (id.value !== null) await claim(id.value, true)
    },
    async readOlder() {
      const caseId = id.value
      const before = strip.value[0]?.eventId
      if (caseId === null || before === undefined) return
      const { items } = await alerts.strip({ caseId, before })
      if (id.value !== caseId) return
      older = [...items, ...older]
      join()
    },
    async fetchPicture(eventId, retry) {
      const caseId = id.value
      const picture = await alerts.picture({ eventId, retry }).catch((): Picture | null => null)
      if (!picture || id.value !== caseId || !detail.value) return
      const put = (item: StripItem) => (item.eventId === eventId ? { ...item, picture } : item)
      older = older.map(put)
      detail.value = { ...detail.value, strip: detail.value.strip.map(put) }
      join()
    },
    noteViewed(eventId) {
      if (viewed.has(eventId)) return
      viewed.add(eventId)
      toTell.push(eventId)
      telling ??= setTimeout(tell, tellMs)
    },
    noteRevealed(eventId, how, ms) {
      const caseId = id.value
      if (caseId !== null) void alerts.revealed({ caseId, eventId, how, ms: Math.round(ms) }).catch(() => undefined)
    },
  }
}
