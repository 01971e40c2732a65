/** The plain pages a browser sees that is not let in, in both languages since nobody has chosen one yet. */
export type LoginProblem = 'noSession' | 'wrong' | 'tooMany'

const sentences: Record<LoginProblem, readonly [en: string, zh: string]> = {
  noSession: [
    'Open the newest link that Callback Desk printed in its terminal. Press Enter there for a new one.',
    '请打开 Callback Desk 在终端中打印的最新链接;在终端中按回车可获取新链接。',
  ],
  wrong: [
    'This link was used already or is not the newest. Take the newest one from the terminal; press Enter there for a new one.',
    '此链接已被使用或不是最新的。请使用终端中最新的链接;在终端中按回车可获取新链接。',
  ],
  tooMany: [
    'Too many wrong links. Wait a minute, then open the newest one from the terminal.',
    '错误链接过多,请等待一分钟,再打开终端中最新的链接。',
  ],
}

export function loginPage(problem: LoginProblem): string {
  const [en, zh] = sentences[problem]
  return page(`<p lang="en">${en}</p><p lang="zh-CN">${zh}</p>`)
}

/**
 * Goes on to the desk from a page of its own. A link opened from another site needs it: a browser does not
 * send a SameSite=Strict cookie along a redirect that began elsewhere.
 */
export const goOnPage = page('<p><a href="/">Callback Desk</a></p>', '<meta http-equiv="refresh" content="0; url=/">')

function page(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Callback Desk</title><meta name="color-scheme" content="light dark">${head}</head><body><h1>Callback Desk</h1>${body}</body></html>`
}
