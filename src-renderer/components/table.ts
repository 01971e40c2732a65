/** What a DataTable shows. Sorting itself is the store's work: the table only says what was asked for. */
export interface Column {
  readonly key: string
  readonly label: string
  readonly sortable?: boolean
  /** A CSS width ("140px", "20%"); columns without one share the rest. */
  readonly width?: string
  readonly align?: 'start' | 'end'
  /** Left out below 900 px, where its fact stands in the detail. */
  readonly wideOnly?: boolean
}

export interface Sort {
  readonly key: string
  readonly direction: 'asc' | 'desc'
}

export type RowKey = string | number

/** A sorted copy by the sort's key; rows whose value is null stand last in either direction. */
export function sortRows<T>(
  rows: readonly T[],
  sort: Sort | null,
  values: Readonly<Record<string, (row: T) => string | number | null>>,
): T[] {
  const value = sort ? values[sort.key] : undefined
  if (!sort || !value) return [...rows]
  const sign = sort.direction === 'asc' ? 1 : -1
  return [...rows].sort((left, right) => {
    const a = value(left)
    const b = value(right)
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
    return sign * compare(a, b)
  })
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
