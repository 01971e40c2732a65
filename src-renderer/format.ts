/**
 * Numbers, sizes, durations and times as people read them, in one language. Times are shown in the
 * person's own zone; `worldTimes` gives the cloud's as well (Beijing, UTC) for a tooltip.
 */
import type { Locale } from './i18n/index.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const words = {
  en: {
    units: ['d', 'h', 'min', 's'],
    milliseconds: 'ms',
    ago: (text: string) => `${text} ago`,
    ahead: (text: string) => `in ${text}`,
    now: 'just now',
    beijing: 'Beijing',
  },
  'zh-CN': {
    units: ['天', '小时', '分钟', '秒'],
    milliseconds: '毫秒',
    ago: (text: string) => `${text}前`,
    ahead: (text: string) => `${text}后`,
    now: '刚刚',
    beijing: '北京时间',
  },
} as const

const unitsMs = [day, hour, minute, second]

export interface Format {
  number(value: number, maximumFractionDigits?: number): string
  /** 0.6 as "60%". */
  percent(share: number): string
  /** 1,234,567 as "1.2M" or "123.5万". */
  compact(value: number): string
  bytes(value: number): string
  /** The two largest units: "2 min 8 s"; below ten seconds "0.4 s". */
  duration(ms: number): string
  /** "12 s ago", "in 6 min", within the last and the next hour; otherwise the moment itself. */
  moment(at: number, now: number): string
  /** Time of day; with the date when that is not today. */
  absolute(at: number, now: number): string
  /** As `absolute`, without seconds. */
  minute(at: number, now: number): string
  /** Date and time to the second: "Nov 22, 2026, 14:02:07". */
  exact(at: number): string
  day(at: number): string
  timeOfDay(at: number): string
  /** One moment in the person's zone, in Beijing and in UTC, a line each; a zone that shows the same once. */
  worldTimes(at: number): string
}

export function createFormat(locale: Locale): Format {
  const { units, milliseconds, ago, ahead, now: justNow, beijing: beijingName } = words[locale]
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options })
  const full: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }
  const exact = date(full)
  const beijing = date({ ...full, timeZone: 'Asia/Shanghai' })
  const utc = date({ ...full, timeZone: 'UTC' })
  const dateAndTime = date({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })
  const hourAndMinute = date({ hour: '2-digit', minute: '2-digit' })
  const clock = date({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const dayOnly = date({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' })
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })

  /** Kept, because building a format costs a hundred times its use, and a list uses several per row. */
  const numbers = new Map<number, Intl.NumberFormat>()
  const number = (value: number, maximumFractionDigits = 0) => {
    const kept = numbers.get(maximumFractionDigits) ?? new Intl.NumberFormat(locale, { maximumFractionDigits })
    numbers.set(maximumFractionDigits, kept)
    return kept.format(value)
  }

  const duration = (ms: number) => {
    if (Math.abs(ms) < second / 10) return `${number(ms)} ${milliseconds}`
    if (Math.abs(ms) < 10 * second) return `${number(ms / second, 1)} ${units[3]}`
    const start = unitsMs.findIndex((unit) => Math.abs(ms) >= unit)
    const parts: string[] = []
    let rest = Math.abs(ms)
    for (const index of [start, start + 1]) {
      const unit = unitsMs[index]
      if (unit === undefined) continue
      const count = Math.floor(rest / unit)
      rest -= count * unit
      if (count > 0) parts.push(`${number(count)} ${units[index]}`)
    }
    return parts.join(' ')
  }

  const isSameDay = (at: number, now: number) => new Date(at).toDateString() === new Date(now).toDateString()
  const absolute = (at: number, now: number) => (isSameDay(at, now) ? clock.format(at) : dateAndTime.format(at))

  /** One unit only: in "12 s ago" a second unit is noise. */
  const coarse = (ms: number) => {
    const index = unitsMs.findIndex((unit) => ms >= unit)
    return `${number(Math.floor(ms / (unitsMs[index] ?? second)))} ${units[index] ?? units[3]}`
  }

  const moment = (at: number, now: number) => {
    const distance = Math.abs(now - at)
    if (distance >= hour) return absolute(at, now)
    if (distance < second) return justNow
    return at <= now ? ago(coarse(distance)) : ahead(coarse(distance))
  }

  const worldTimes = (at: number) => {
    const own = exact.format(at)
    const cloud = [
      { name: beijingName, time: beijing.format(at) },
      { name: 'UTC', time: utc.format(at) },
    ]
    const lines = cloud.map(({ name, time }) => `${name} ${time}`)
    return (cloud.some(({ time }) => time === own) ? lines : [own, ...lines]).join('\n')
  }

  return {
    number,
    percent: (share) => percent.format(share),
    compact: (value) => compact.format(value),
    bytes: (value) => formatBytes(value, number),
    duration,
    moment,
    absolute,
    minute: (at, now) => (isSameDay(at, now) ? hourAndMinute : dateAndTime).format(at),
    exact: (at) => exact.format(at),
    day: (at) => dayOnly.format(at),
    timeOfDay: (at) => clock.format(at),
    worldTimes,
  }
}

function formatBytes(value: number, number: Format['number']): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = value < 1024 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(value) / 10))
  return `${number(value / 1024 ** power, power === 0 ? 0 : 1)} ${names[power]}`
}
