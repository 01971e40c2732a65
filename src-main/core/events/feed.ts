/** Tells readers that there is something to read. It carries no rows: readers take those from the store. */

export interface Reader {
  /** New rows are stored. */
  onStored(): void
  /** A stored row was delivered again. */
  onRepeat(accountId: string | null, id: number, deliveries: number): void
  /** Nothing more will come. */
  onClose(): void
}

export interface Feed {
  /** The newest stored row. */
  readonly head: number
  readonly readers: ReadonlySet<Reader>
  join(reader: Reader): () => void
  stored(newestId: number): void
  repeated(accountId: string | null, id: number, deliveries: number): void
  close(): void
}

export function createFeed(newestId: number): Feed {
  const readers = new Set<Reader>()
  let head = newestId
  return {
    get head() {
      return head
    },
    readers,
    join(reader) {
      readers.add(reader)
      return () => readers.delete(reader)
    },
    stored(id) {
      head = Math.max(head, id)
      for (const reader of readers) reader.onStored()
    },
    repeated(accountId, id, deliveries) {
      for (const reader of readers) reader.onRepeat(accountId, id, deliveries)
    },
    close() {
      for (const reader of readers) reader.onClose()
    },
  }
}
