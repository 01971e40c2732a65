import { expect, it, vi } from 'vitest'
import type { ConfigCheck, ConfigProblem } from '../../../../src-main/contract/config.ts'
import { AppError } from '../../../../src-main/contract/errors.ts'
import type { Plan } from '../../../../src-main/contract/plans.ts'
import { createImportFlow, type ImportCalls } from '../../../../src-renderer/components/config/import-flow.ts'

const plan: Plan = { id: 'p', accountId: 'a', madeAt: 0, basis: '', items: [] }
const from = { site: 'cn' as const, account: 'Main', exported: null }
const right: ConfigCheck = { problems: [], from, keysNeeded: [], plan }
const problem: ConfigProblem = { code: 'empty', severity: 'error', line: null, column: null, at: '', params: {} }

function start(answers: (ConfigCheck | AppError)[]) {
  let uploads = 0
  const check = vi.fn<ImportCalls['check']>(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer instanceof AppError) throw answer
    return answer ?? right
  })
  const showPlan = vi.fn<ImportCalls['showPlan']>()
  const flow = createImportFlow({ upload: async () => `file-${++uploads}`, check, showPlan })
  return { flow, check, showPlan }
}

it('shows the plan of a right file, made anew with the choices', async () => {
  const { flow, check, showPlan } = start([right])
  await flow.take('a.yaml', 'text')
  expect(check).toHaveBeenLastCalledWith('file-1', false, {})
  expect(flow.canShow.value).toBe(true)
  flow.remove.value = true
  await flow.show()
  expect(check).toHaveBeenLastCalledWith('file-1', true, {})
  expect(showPlan).toHaveBeenCalledWith(plan, 'file-1')
})

it('stops at a mistake', async () => {
  const { flow, showPlan } = start([{ ...right, plan: null, problems: [problem] }])
  await flow.take('a.yaml', '')
  expect(flow.errors.value).toBe(1)
  expect(flow.canShow.value).toBe(false)
  expect(showPlan).not.toHaveBeenCalled()
})

it('asks for a key where one is missing, and waits for one that is right', async () => {
  const { flow, check } = start([{ ...right, keysNeeded: ['desk', 'other', 'third'] }])
  await flow.take('a.yaml', 'text')
  expect([...flow.keys.values()].map(({ action }) => action)).toEqual(['generate', 'generate', 'generate'])
  const desk = flow.keys.get('desk')
  if (desk) Object.assign(desk, { action: 'set', typed: 'not a key' })
  const other = flow.keys.get('other')
  if (other) other.action = 'none'
  expect(flow.canShow.value).toBe(false)
  if (desk) desk.typed = 'abc123'
  expect(flow.canShow.value).toBe(true)
  await flow.show()
  expect(check).toHaveBeenLastCalledWith('file-1', false, {
    desk: { action: 'set', key: 'abc123' },
    other: { action: 'none' },
    third: { action: 'generate' },
  })
})

it('sends the file again when the desk has forgotten it', async () => {
  const { flow, check } = start([right, new AppError('config.gone'), right])
  await flow.take('a.yaml', 'text')
  await flow.show()
  expect(flow.error.value?.code).toBe('config.gone')
  await flow.again()
  expect(flow.error.value).toBeNull()
  expect(check).toHaveBeenLastCalledWith('file-2', false, {})
})

it('drops the answer about a file that was put aside', async () => {
  let answer: (check: ConfigCheck) => void = () => {}
  const check = vi.fn<ImportCalls['check']>(
    () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  )
  const flow = createImportFlow({ upload: async () => 'x', check, showPlan: vi.fn() })
  const taking = flow.take('a.yaml', 'text')
  await vi.waitFor(() => expect(check).toHaveBeenCalled())
  flow.reset()
  answer(right)
  await taking
  expect(flow.name.value).toBeNull()
  expect(flow.checked.value).toBeNull()
})
