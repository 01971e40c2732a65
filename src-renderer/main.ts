/**
 * The page's entry. zod decides when a schema is made whether it may compile code, which the page's policy
 * forbids: so this is said before the first schema's module is loaded, not only before it in the list of imports.
 */
import { z } from 'zod'

z.config({ jitless: true })
void import('./start.ts')
