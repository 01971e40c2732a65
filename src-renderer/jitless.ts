/**
 * zod compiles object parsers with `new Function` when it may. Under this page's CSP it may not, and even
 * the attempt is reported as a violation, so this must run before any schema of the contract is built.
 */
import { z } from 'zod'

z.config({ jitless: true })
