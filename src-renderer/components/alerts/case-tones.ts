/** How verdicts look on the board: a colour, and an icon that says the same without it. */
import { CircleCheck, OctagonAlert, TriangleAlert } from '@lucide/vue'
import type { Component } from 'vue'
import type { Verdict } from '../../../src-main/contract/events.ts'

export const verdictBars: Record<Verdict, string> = { Block: 'bg-danger', Review: 'bg-warning', Pass: 'bg-line-strong' }
export const verdictIcons: Record<Verdict, Component> = {
  Block: OctagonAlert,
  Review: TriangleAlert,
  Pass: CircleCheck,
}
