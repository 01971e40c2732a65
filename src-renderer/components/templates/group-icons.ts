import {
  CirclePlay,
  CircleStop,
  FileX,
  Film,
  Image,
  type LucideIcon,
  Mic,
  ShieldAlert,
  SquareActivity,
  TriangleAlert,
} from '@lucide/vue'
import type { UrlGroup } from '../../../src-main/contract/sites.ts'

/** One picture per kind of callback, the same wherever templates are shown. */
export const groupIcons: Record<UrlGroup, LucideIcon> = {
  streamBegin: CirclePlay,
  streamEnd: CircleStop,
  record: Film,
  snapshot: Image,
  pornCensorship: ShieldAlert,
  pushException: TriangleAlert,
  audioAudit: Mic,
  recordStatus: SquareActivity,
  recordException: FileX,
}
