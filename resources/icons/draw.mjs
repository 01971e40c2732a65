/** Draws icon.png from the page's favicon.svg with Chromium: `node resources/icons/draw.mjs`. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'

const size = 512
const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
const page = await browser.newPage({ viewport: { width: size, height: size } })
const svg = readFileSync(here('../../src-renderer/public/favicon.svg'), 'utf8')
await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`)
await page.screenshot({ path: here('icon.png'), omitBackground: true })
await browser.close()
