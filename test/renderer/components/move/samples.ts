/** A move of templates as the desk tells of it. */
import type { MoveItem, MoveStatus } from '../../../../src-main/contract/address.ts'

export const item = (more: Partial<MoveItem> = {}): MoveItem => ({
  templateId: 7,
  name: 'evening-show',
  state: 'needed',
  groups: ['streamBegin'],
  stuck: [],
  from: 'https://old.example.com',
  bindings: 1,
  movedAt: null,
  expectedFrom: null,
  expectedBy: null,
  confirmedAt: null,
  confirmedBy: null,
  lastOldAt: null,
  error: null,
  ...more,
})
export const status = (more: Partial<MoveStatus> = {}): MoveStatus => ({
  state: 'needed',
  to: 'https://new.example.com',
  items: [item()],
  formerLeadsHere: null,
  dismissed: false,
  alone: false,
  ...more,
})
