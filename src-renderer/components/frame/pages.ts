/** The pages of the rail, with the second key of "g …" that opens each. */
import { ClipboardList, Globe, HeartPulse, LayoutTemplate, Radio, RadioTower, Settings, Siren } from '@lucide/vue'

export const pages = [
  { name: 'alerts', key: 'a', icon: Siren },
  { name: 'live', key: 'l', icon: Radio },
  { name: 'domains', key: 'd', icon: Globe },
  { name: 'templates', key: 't', icon: LayoutTemplate },
  { name: 'streams', key: 'r', icon: RadioTower },
  { name: 'health', key: 'h', icon: HeartPulse },
  { name: 'activity', key: 'y', icon: ClipboardList },
  { name: 'settings', key: 's', icon: Settings },
] as const
