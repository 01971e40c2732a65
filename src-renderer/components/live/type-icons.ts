/** One icon per event type; always beside the type's name. */
import {
  Activity,
  AudioLines,
  Captions,
  ChartLine,
  CircleDot,
  CircleQuestionMark,
  Eraser,
  FileExclamationPoint,
  FileX,
  Film,
  Gauge,
  Image,
  Play,
  Repeat2,
  ScrollText,
  ShieldAlert,
  Sparkles,
  Square,
  TriangleAlert,
} from '@lucide/vue'
import type { Component } from 'vue'

const icons: Readonly<Record<number, Component>> = {
  0: Square,
  1: Play,
  100: Film,
  200: Image,
  314: Repeat2,
  315: AudioLines,
  317: ShieldAlert,
  321: TriangleAlert,
  328: Activity,
  332: CircleDot,
  338: Captions,
  341: FileExclamationPoint,
  343: Gauge,
  344: ChartLine,
  345: ChartLine,
  347: Eraser,
  348: ScrollText,
  349: Sparkles,
}

/** `type` null is a delivery that could not be read. */
export const iconOf = (type: number | null): Component => (type === null ? FileX : (icons[type] ?? CircleQuestionMark))
