/** What the command palette offers, and how typed words choose from it. */
import type { Component } from 'vue'

export interface PaletteItem {
  readonly id: string
  readonly group: 'pages' | 'actions' | 'accounts' | 'domains' | 'templates'
  readonly label: string
  readonly note?: string
  readonly icon: Component
  /** A shortcut that does the same, to be learnt in passing. */
  readonly keys?: string
  run(): void
}

const maxPerGroup = 8
/** Before anything is typed, objects would drown the commands. */
const shownAtOnce = ['pages', 'actions', 'accounts']

export interface PaletteGroup {
  readonly group: PaletteItem['group']
  readonly items: readonly PaletteItem[]
}

/** Every typed word must occur; a label that begins with the text stands first. Empty groups are left out. */
export function choose(items: readonly PaletteItem[], text: string): PaletteGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = items.filter(({ label, note = '', group }) => {
    if (words.length === 0) return shownAtOnce.includes(group)
    const hay = `${label} ${note}`.toLowerCase()
    return words.every((word) => hay.includes(word))
  })
  const rank = ({ label }: PaletteItem) => {
    const at = label.toLowerCase().indexOf(words[0] ?? '')
    return at === 0 ? 0 : at > 0 ? 1 : 2
  }
  const groups = [...new Set(matches.map(({ group }) => group))]
  return groups.map((group) => ({
    group,
    items: matches
      .filter((item) => item.group === group)
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, words.length === 0 ? undefined : maxPerGroup),
  }))
}
