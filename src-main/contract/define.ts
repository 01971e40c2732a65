/**
 * The vocabulary of the contract: two kinds of calls, and the types both ends derive from them.
 *
 * A procedure answers once; a stream yields items until either side stops it. Every call names the
 * least role that may use it. Input and output are plain JSON (times as epoch milliseconds), so the
 * same contract travels over Electron IPC and a WebSocket.
 */
import type { z } from 'zod'

/** In order of power: each role may do everything the ones before it may. */
export const roles = ['viewer', 'moderator', 'operator'] as const
export type Role = (typeof roles)[number]

export const hasRole = (actual: Role, needed: Role): boolean => roles.indexOf(actual) >= roles.indexOf(needed)

export interface Procedure<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'procedure'
  readonly input: I
  readonly output: O
  readonly role: Role
}

export interface Stream<I extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> {
  readonly kind: 'stream'
  readonly input: I
  readonly item: T
  readonly role: Role
}

export function procedure<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  { role }: { role: Role },
): Procedure<I, O> {
  return { kind: 'procedure', input, output, role }
}

export function stream<I extends z.ZodType, T extends z.ZodType>(
  input: I,
  item: T,
  { role }: { role: Role },
): Stream<I, T> {
  return { kind: 'stream', input, item, role }
}

export type Call = Procedure | Stream
export type Group = Readonly<Record<string, Call>>
export type ContractShape = Readonly<Record<string, Group>>

/** What a handler learns about the caller. `signal` aborts when the caller stops or goes away. */
export interface CallContext {
  readonly role: Role
  /** Names the connection; '' for a call of the host's own. */
  readonly session: string
  readonly signal: AbortSignal
}

export type Handler<C> =
  C extends Procedure<infer I, infer O>
    ? (input: z.output<I>, context: CallContext) => Promise<z.input<O>>
    : C extends Stream<infer I, infer T>
      ? (input: z.output<I>, context: CallContext) => AsyncIterable<z.input<T>>
      : never

export type Handlers<C extends ContractShape> = {
  readonly [G in keyof C]: { readonly [V in keyof C[G]]: Handler<C[G][V]> }
}

export interface StreamListener<I, T> {
  onItem(item: T): void
  /** The stream ended: without an error when the server had no more to say. */
  onEnd?(error?: Error): void
  /** After a lost connection the stream starts again with this input; by default with the first one. */
  resume?(): I
}

export type ClientCall<C> =
  C extends Procedure<infer I, infer O>
    ? (input: z.input<I>, options?: { signal?: AbortSignal }) => Promise<z.output<O>>
    : C extends Stream<infer I, infer T>
      ? (input: z.input<I>, listener: StreamListener<z.input<I>, z.output<T>>) => () => void
      : never

export type Client<C extends ContractShape> = {
  readonly [G in keyof C]: { readonly [V in keyof C[G]]: ClientCall<C[G][V]> }
}
