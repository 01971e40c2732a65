import { describe, expect, it } from 'vitest'
import type { EventRow } from '../../../src-main/contract/events.ts'
import { nameOf, summarise } from '../../../src-renderer/events/summary.ts'
import { explainTrust } from '../../../src-renderer/events/trust.ts'
import { eventRow } from './event-row.ts'
import { wordsOf } from './say-with.ts'

const en = wordsOf('en')
const zh = wordsOf('zh-CN')

const cases: [what: Partial<EventRow>, en: string, zh: string][] = [
  [
    { type: 0, facts: { code: 1, message: 'bye', durationMs: 128581 } },
    'stopped after 2 min 8 s: client closed',
    '推流 2 分钟 8 秒后断开：推流端主动断流',
  ],
  [
    { type: 0, facts: { code: 21, message: 'control 101', durationMs: null } },
    'stopped: cut by control (banned through the API)',
    '断开：被管控断流（通过 API 封禁）',
  ],
  [{ type: 0, facts: { code: 77, message: null, durationMs: null } }, 'stopped: code 77', '断开：错误码 77'],
  [{ type: 1, facts: { width: 1280, height: 720 } }, 'push began, 1280 × 720', '开始推流，1280 × 720'],
  [{ type: 1, facts: { width: 0, height: 0 } }, 'push began', '开始推流'],
  [
    { type: 100, facts: { format: 'hls', durationS: 154, bytes: 277941079, url: null } },
    'HLS · 2 min 34 s · 265.1 MiB',
    'HLS · 2 分钟 34 秒 · 265.1 MiB',
  ],
  [{ type: 200, facts: { width: 1280, height: 720, bytes: 30670 } }, '1280 × 720 · 30 KiB', '1280 × 720 · 30 KiB'],
  [
    { type: 314, facts: { event: 'TaskAlarm', alarm: 'PullFileFailed' } },
    'task alarm · pulling the file failed',
    '任务告警 · 拉取文件失败',
  ],
  [
    { type: 314, facts: { event: 'VodSourceFileStart', url: 'http://a.example/x/b.m3u8?k=1', durationS: 14920 } },
    'file started · b.m3u8 · 4 h 8 min',
    '点播文件开始 · b.m3u8 · 4 小时 8 分钟',
  ],
  [
    { type: 315, verdict: 'Block', label: 'Ad', score: 96, facts: { text: 'call me' } },
    'Block · Advertising 96 · “call me”',
    '违规 · 广告 96 · “call me”',
  ],
  [{ type: 317, verdict: 'Block', label: 'Porn', score: 99 }, 'Block · Porn 99', '违规 · 色情 99'],
  [{ type: 317, verdict: 'Review', label: 'Zoo', score: null }, 'Review · Zoo', '疑似 · Zoo'],
  [{ type: 317, verdict: 'Pass', label: 'Normal', score: 0 }, 'Pass · nothing found', '通过 · 未发现问题'],
  [{ type: 321, facts: { kinds: 1, type: 6, count: 3, total: 3 } }, '3 video gaps > 3 s', '视频间隔 > 3 秒 3 次'],
  [
    { type: 321, facts: { kinds: 3, type: 6, count: 1, total: 5 } },
    '1 video gap > 3 s, 2 other kinds',
    '视频间隔 > 3 秒 1 次，另有 2 类异常',
  ],
  [{ type: 321, facts: { kinds: 1, type: 99, count: 2 } }, '2 exceptions of type 99', '类型 99 的异常 2 次'],
  [{ type: 332, facts: { event: 'record_ended', format: 2 } }, 'recording ended · HLS', '录制已结束 · HLS'],
  [{ type: 338, facts: { text: 'hi', translation: null } }, '“hi”', '“hi”'],
  [
    { type: 341, facts: { type: -201, level: 'info', occurs: 4 } },
    'information: video timestamps uneven × 4',
    '提示：视频时间戳不均匀 4 次',
  ],
  [{ type: 343, facts: { class: 'Blur', score: 44.153 } }, 'blur · score 44.2', '模糊 · 分值 44.2'],
  [
    { type: 344, facts: { class: 'PSNR', frames: 2, worst: 22.78 } },
    'PSNR: 2 frames, lowest 22.8',
    'PSNR：2 帧，最低 22.8',
  ],
  [{ type: 345, facts: { class: 'VMAF', average: 27.765 } }, 'VMAF: average 27.8', 'VMAF：平均 27.8'],
  [{ type: 347, facts: { words: 1, word: 'x', text: 'a x' } }, '1 word erased: “x”', '擦除 1 处：“x”'],
  [{ type: 348, facts: { title: 'The show', summary: 'long' } }, 'The show', 'The show'],
  [{ type: 349, facts: { items: 1, title: 'Goal' } }, '1 highlight: Goal', '1 个集锦：Goal'],
  [{ type: 4711, facts: { event: 'Thing', message: 'went on' } }, 'Thing · went on', 'Thing · went on'],
  [{ type: null, rejection: 'notJson' }, 'The body is not JSON.', '消息体不是 JSON。'],
]

describe('the one line of a row', () => {
  it.each(cases)('%j', (what, english, chinese) => {
    expect(summarise(eventRow(what), en)).toBe(english)
    expect(summarise(eventRow(what), zh)).toBe(chinese)
  })

  it('says nothing rather than something wrong when the body held none of it', () => {
    for (const type of [100, 200, 314, 315, 317, 321, 328, 332, 338, 341, 343, 344, 345, 347, 348, 349, 4711])
      expect(summarise(eventRow({ type, facts: {} }), en)).not.toMatch(/undefined|null|NaN|\{/)
  })
})

describe('the name of a row', () => {
  it('is the type in words, its number when nobody knows it', () => {
    expect(nameOf(eventRow({ type: 317 }), zh)).toBe('图片审核')
    expect(nameOf(eventRow({ type: 4711 }), en)).toBe('Event 4711')
    expect(nameOf(eventRow({ type: null, rejection: 'notJson' }), en)).toBe('Unreadable delivery')
  })
})

describe('the reason of a trust', () => {
  it('says by how much a late delivery missed its time', () => {
    const row = eventRow({ trust: 'late', receivedAt: 1_000_000 })
    expect(explainTrust({ row, validUntil: 820_000 }, en)).toContain('but 3 min past its time')
    expect(explainTrust({ row, validUntil: 820_000 }, zh)).toContain('已超时 3 分钟')
  })
})
