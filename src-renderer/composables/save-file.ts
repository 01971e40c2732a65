/** Hands text to the person as a file, the way a download does. */
export function saveFile(name: string, parts: readonly string[], type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Gathers an export stream to its end. */
export function collect<T>(
  start: (listener: { onItem(item: T): void; onEnd(error?: Error): void }) => () => void,
): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const items: T[] = []
    start({ onItem: (item) => items.push(item), onEnd: (error) => (error ? reject(error) : resolve(items)) })
  })
}

/** "callback-desk-activity-2026-11-22-1402.csv" in local time. */
export function exportName(subject: string, format: string, now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return `callback-desk-${subject}-${date}-${two(now.getHours())}${two(now.getMinutes())}.${format}`
}
