/** Where a key leads from a cell of the grid; null for a key that is no step. */
import { healthLinks } from '../../../src-main/contract/health.ts'

export interface CellStep {
  readonly row: number
  readonly column: number
}

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The step may lead over the edge, where it ends. */
export function stepOf(
  { key, ctrlKey, metaKey, altKey }: Pressed,
  { row, column }: CellStep,
  rows: number,
): CellStep | null {
  if (altKey) return null
  const isFar = ctrlKey || metaKey
  switch (key) {
    case 'ArrowUp':
      return { row: isFar ? 0 : row - 1, column }
    case 'ArrowDown':
      return { row: isFar ? rows - 1 : row + 1, column }
    case 'ArrowLeft':
      return { row, column: isFar ? 0 : column - 1 }
    case 'ArrowRight':
      return { row, column: isFar ? healthLinks.length - 1 : column + 1 }
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 }
    case 'End':
      return { row: isFar ? rows - 1 : row, column: healthLinks.length - 1 }
    default:
      return null
  }
}
