/** What is set for moderation, as the settings file keeps it: a start reads it, so this stands apart from the cases. */
import { z } from 'zod'

export const Decision = z.enum(['dismiss', 'warn', 'cut', 'ban', 'resume'])
export type Decision = z.infer<typeof Decision>

/** Reasons by id. Built-in ones have no text: the catalogues name them. */
export const builtInReasons = [
  'falsePositive',
  'allowed',
  'firstWarning',
  'porn',
  'sexy',
  'illegal',
  'abuse',
  'ad',
  'minor',
  'rePush',
  'mistake',
  'appeal',
  'other',
] as const
export const Reason = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  /** The decisions it is offered for. */
  decisions: z.array(Decision).min(1).max(5),
  /** null = a built-in one, worded by the catalogues. */
  text: z.string().trim().min(1).max(100).nullable(),
})
export type Reason = z.infer<typeof Reason>

export const SavedView = z.strictObject({
  id: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(60),
  /** The page's own query string. */
  query: z.string().max(1000),
})
export type SavedView = z.infer<typeof SavedView>

/** `*.example.com` = every host below; otherwise that host. No port, no address. */
export const PictureHost = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/)
  .max(253)
