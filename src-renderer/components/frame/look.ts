/** The choices of language and look. A language is named in itself, whatever language is shown. */
export const themes = ['auto', 'dark', 'light'] as const
export const languages = ['auto', 'en', 'zh-CN'] as const
export const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const
