/**
 * Notifications of the system for the time without a window (on macOS the desk goes on receiving then). While a
 * window is open its page notifies, as the person has set it there.
 */
import { app, BrowserWindow, Notification } from 'electron'
import type { Host, Note } from '../../core/host.ts'

const words = {
  en: {
    'address.lost': { title: 'The public address does not lead here', body: 'Events are not arriving at {address}.' },
    'address.back': {
      title: 'The public address leads here again',
      body: '{address} was not proven for {minutes} min.',
    },
  },
  zh: {
    'address.lost': { title: '公网地址失联', body: '事件无法到达 {address}。' },
    'address.back': { title: '公网地址已恢复', body: '{address} 中断 {minutes} 分钟。' },
  },
} as const

export function noteText({ kind, params, language }: Note, locale: string): { title: string; body: string } {
  const isChinese = (language === 'auto' ? locale : language).toLowerCase().startsWith('zh')
  const { title, body } = words[isChinese ? 'zh' : 'en'][kind]
  const minutes = Math.max(1, Math.round((Number(params.to ?? 0) - Number(params.from ?? 0)) / 60_000))
  return { title, body: body.replace('{address}', String(params.address)).replace('{minutes}', String(minutes)) }
}

/** `show` opens the desk when the notification is clicked. */
export const createNotify =
  (show: () => void): Host['notify'] =>
  (note) => {
    if (BrowserWindow.getAllWindows().length > 0 || !Notification.isSupported()) return
    const notification = new Notification(noteText(note, app.getLocale()))
    notification.on('click', show)
    notification.show()
  }
