/** A callback key as the console takes it: 32 letters and digits (css-api, section 11). */
import { randomInt } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const keyLength = 32

export const makeKey = (): string =>
  Array.from({ length: keyLength }, () => letters[randomInt(letters.length)]).join('')
