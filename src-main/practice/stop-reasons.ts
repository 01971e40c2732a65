/** Why a push ended: code and text of the stop callback (css-callbacks, section 4), and the API's StopReason. */
import type { Site } from '../contract/sites.ts'

export interface StopReason {
  readonly code: number
  /** Goes into the text: where the cloud puts sub-codes is not documented. */
  readonly subCode?: number
  readonly text: string
  readonly zh: string
}

const reason = (code: number, text: string, zh: string, subCode?: number): StopReason =>
  subCode === undefined ? { code, text, zh } : { code, subCode, text, zh }

export const stopReasons = {
  pushEnded: reason(1, 'The push client actively stopped the push', '客户端主动断流'),
  dropped: reason(21, 'The stream was dropped through the API', '流被断流接口断开', 100),
  banned: reason(21, 'The stream was banned through the API', '流被禁推接口断开', 101),
  domainStopped: reason(10, 'The proxy received a stop command', '代理收到停止命令'),
  refusedDomainUnknown: reason(18, 'Push refused: the domain is unknown', '推流被拒绝: 域名不存在', 301),
  refusedDomainDisabled: reason(18, 'Push refused: the domain is disabled', '推流被拒绝: 域名已禁用', 303),
  refusedBanned: reason(18, 'Push refused: the stream is banned', '推流被拒绝: 流已被禁推', 305),
} as const

/** How pushes end by themselves. */
export const ownEnds: readonly [StopReason, ...StopReason[]] = [
  stopReasons.pushEnded,
  reason(2, 'The push client closed the stream', '客户端关闭流'),
  reason(3, 'The push client closed the TCP connection', '客户端关闭 TCP 连接'),
]

/** How pushes break. */
export const breakEnds: readonly [StopReason, ...StopReason[]] = [
  reason(4, 'The TCP connection failed', 'TCP 连接异常'),
  reason(8, 'No data for a long time', '长时间没有数据'),
  reason(12, 'Network error between client and server', '网络异常'),
  reason(20, 'No data for a long time', '长时间没有数据'),
  reason(6, 'The RTMP content is abnormal', 'RTMP 内容异常'),
  reason(7, 'A frame is too large', '帧过大'),
  reason(33, 'AMF cannot be parsed', 'AMF 解析异常'),
  reason(5, 'Internal error', '内部错误'),
  reason(21, 'Replaced by a newer push', '被新的推流替换', 102),
]

export const errmsg = ({ text, subCode }: StopReason): string => (subCode === undefined ? text : `${text} (${subCode})`)

export const reasonOn = (site: Site, { text, zh }: StopReason): string => (site === 'cn' ? zh : text)
