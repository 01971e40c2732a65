/** A sign for each state of a link: never told by its colour alone, and hollow where nothing is known or wanted. */
import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleX, Clock } from '@lucide/vue'
import type { Component } from 'vue'
import type { LinkState } from '../../../src-main/contract/health.ts'

interface Look {
  readonly tone: 'ok' | 'warning' | 'danger' | 'muted'
  readonly icon: Component
}

export const stateLooks: Readonly<Record<LinkState, Look>> = {
  ok: { tone: 'ok', icon: CircleCheck },
  waiting: { tone: 'warning', icon: Clock },
  warning: { tone: 'warning', icon: CircleAlert },
  broken: { tone: 'danger', icon: CircleX },
  off: { tone: 'muted', icon: CircleMinus },
  unknown: { tone: 'muted', icon: CircleDashed },
}
