/**
 * Answers one client over a Port, for every host alike: finds the call in the contract, checks the
 * caller's role and the input, runs the handler, and hides what a client must not see. Whatever arrives,
 * the worst that happens is an error message to that client.
 */
import {
  type Call,
  type CallContext,
  type ContractShape,
  type Handlers,
  hasRole,
  type Role,
} from '../contract/define.ts'
import { AppError, type ErrorShape } from '../contract/errors.ts'
import { maxMessageBytes, type Port, type ToClient, ToServer } from '../contract/wire.ts'
import type { Log } from './log.ts'

/** More calls than this under way at once from one client are refused. */
const maxCallsUnderWay = 200

/** A connection that knows who sits there: its role may change while it is open. */
export interface Session {
  readonly id: string
  role(): Role
  close(): void
}

/** `role` alone is a connection of nobody in particular. */
export type ServeOptions = { readonly log: Log } & ({ readonly role: Role } | { readonly session: Session })

export function serve<C extends ContractShape>(
  contract: C,
  handlers: Handlers<C>,
  port: Port,
  options: ServeOptions,
): void {
  const { log } = options
  const session = 'session' in options ? options.session : { id: '', role: () => options.role, close: () => {} }
  const underWay = new Map<number, AbortController>()
  const send = (message: ToClient) => port.send(JSON.stringify(message))

  const run = async (id: number, name: string, rawInput: unknown, context: CallContext): Promise<void> => {
    const { call, handler } = find(contract, handlers, name)
    if (!hasRole(context.role, call.role)) throw new AppError('call.role', { params: { needed: call.role } })
    const input = call.input.safeParse(rawInput ?? {})
    if (!input.success) throw inputError(name, input.error.issues)
    if (call.kind === 'procedure') {
      const result = await (handler(input.data, context) as Promise<unknown>)
      if (!context.signal.aborted) await send({ id, result })
      return
    }
    for await (const item of handler(input.data, context) as AsyncIterable<unknown>) {
      if (context.signal.aborted) return
      await send({ id, item })
    }
    if (!context.signal.aborted) await send({ id, end: true })
  }

  const start = (id: number, name: string, input: unknown) => {
    if (underWay.has(id)) return
    const controller = new AbortController()
    const context = { role: session.role(), session: session.id, signal: controller.signal }
    const isTooMuch = underWay.size >= maxCallsUnderWay
    underWay.set(id, controller)
    const answered = isTooMuch ? Promise.reject(tooMany()) : run(id, name, input, context)
    answered
      .catch((error: unknown) => {
        if (!controller.signal.aborted) return send({ id, error: toShape(error, name, log) })
      })
      .catch((error: unknown) => log.warn('a client went away during an answer', { call: name, error }))
      .finally(() => underWay.delete(id))
  }

  port.onText((text) => {
    const message = parse(text)
    if (!message) return log.warn('an unreadable message from a client was dropped', { bytes: text.length })
    if ('stop' in message) {
      underWay.get(message.id)?.abort()
      return
    }
    start(message.id, message.call, message.input)
  })
  port.onClose(() => {
    for (const controller of underWay.values()) controller.abort()
    underWay.clear()
    session.close()
  })
}

function parse(text: string): ToServer | null {
  if (text.length > maxMessageBytes) return null
  try {
    return ToServer.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const tooMany = () => new AppError('call.input', { details: { message: 'too many calls under way' } })

type AnyHandler = (input: unknown, context: CallContext) => unknown

function find<C extends ContractShape>(contract: C, handlers: Handlers<C>, name: string) {
  const [group = '', verb = '', ...rest] = name.split('.')
  const known = rest.length === 0 && Object.hasOwn(contract, group) && Object.hasOwn(contract[group] ?? {}, verb)
  if (!known) throw new AppError('call.unknown', { params: { call: name } })
  const call = contract[group]?.[verb] as Call
  const handler = (handlers as Record<string, Record<string, AnyHandler>>)[group]?.[verb] as AnyHandler
  return { call, handler }
}

function inputError(call: string, issues: readonly { path: PropertyKey[]; message: string }[]): AppError {
  return new AppError('call.input', {
    details: {
      action: call,
      fields: issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String).join('.'), problem: message })),
    },
  })
}

/** Whatever was being written: a file (the system's codes) or the store (SQLite's SQLITE_FULL). */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode = 0 } = error as Error & { code?: string; errcode?: number }
  return code === 'ENOSPC' || code === 'EDQUOT' || (errcode & 0xff) === 13
}

/** Expected errors cross as they are; a bug is logged in full and crosses as `internal`, without its text. */
function toShape(error: unknown, call: string, log: Log): ErrorShape {
  if (error instanceof AppError) return error.toShape()
  if (isDiskFull(error)) return { code: 'store.full', details: { action: call } }
  log.error('a call failed unexpectedly', { call, error })
  return { code: 'internal', details: { action: call } }
}
