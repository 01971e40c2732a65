/** Both languages at once, so that a test may show either without waiting. */
import en from '../../src-renderer/i18n/en/index.ts'
import { i18n } from '../../src-renderer/i18n/index.ts'
import zhCN from '../../src-renderer/i18n/zh-CN/index.ts'

i18n.global.setLocaleMessage('en', en)
i18n.global.setLocaleMessage('zh-CN', zhCN)
