import type en from '../en/errors.ts'
import tunnelErrors from './tunnel-errors.ts'

const zh: typeof en = {
  details: { code: '错误码', requestId: '请求 ID', action: '调用', message: '原始信息' },
  openAccounts: '打开账号设置',
  fallback: { host: '服务器', proxy: '代理服务器' },
  call: {
    unknown: { what: '此窗口发出了工作台不认识的请求。', next: '窗口版本可能比工作台旧，请重新加载。' },
    input: { what: '工作台拒绝了提交的某个值。', next: '请按详情中的字段修改后重试。' },
    role: { what: '您在此工作台的角色无权执行该操作。', next: '请联系角色为“{needed}”的同事。' },
    cancelled: { what: '操作在完成前已取消。', next: '如仍需要，请重新开始。' },
  },
  connection: {
    lost: {
      what: '在收到答复前，与工作台的连接已断开。',
      next: '连接会自动恢复。重复操作前，请先确认更改是否已生效。',
    },
  },
  internal: {
    what: '工作台内部出错。这是程序的问题，与您的输入无关。',
    next: '请重试。若再次出现，请附上详情和 desk.log 文件进行反馈。',
  },
  account: {
    none: { what: '尚未连接账号，无法访问云端。', next: '请在“设置”中添加账号，或启动演练云。' },
    unknown: { what: '该账号已从工作台移除。', next: '请选择其他账号。' },
    noKey: {
      what: '工作台没有该账号的密钥，无法签名请求。',
      next: '请在“设置 › 账号”中填写 SecretId 和 SecretKey。',
    },
    tokenExpired: {
      what: '该账号的临时令牌已过期。',
      next: '请在“设置 › 账号”中填写新的令牌及对应的 SecretId 和 SecretKey。',
    },
  },
  vault: {
    locked: { what: '已保存的密钥处于锁定状态。', next: '请输入口令解锁。' },
    wrongPassphrase: { what: '口令不正确，无法打开已保存的密钥。', next: '请检查键盘布局和大写锁定后重试。' },
    unreadable: {
      what: '暂时无法读取已保存的密钥，文件保持原样未动。',
      next: '如果系统钥匙串已锁定，请解锁后重启工作台；否则请在“设置 › 密钥保管”中重新选择保管方式，并再次填写密钥。',
    },
  },
  cloud: {
    refused: {
      what: '云端拒绝了请求（{apiCode}）。',
      next: '详情中有云端原文和请求 ID，联系腾讯云支持时需要提供。',
    },
    dns: { what: '无法解析域名 {host}。', next: '请检查网络、DNS 服务器以及账号的接入点。' },
    connect: { what: '{host} 拒绝连接或无法访问。', next: '请检查网络、防火墙以及账号的接入点。' },
    tls: {
      what: '无法与 {host} 建立可信的加密连接：证书未通过校验。',
      next: '请检查本机时钟，以及是否有代理在解密流量。',
    },
    proxy: {
      what: '代理 {proxy} 未能将请求转发至 {host}。',
      next: '请检查 HTTPS_PROXY、NO_PROXY 以及代理的登录信息。',
    },
    timeout: { what: '{host} 未在时限内答复。', next: '请重试。若经常出现，请检查网络和代理。' },
    reset: { what: '与 {host} 的连接在答复途中断开。', next: '请重试；重试前先确认更改是否已经生效。' },
    http: {
      what: '{host} 返回了 HTTP 错误（状态码 {status}），而不是 API 答复。',
      next: '对方可能过载，或中间有代理。请一分钟后重试。',
    },
    notJson: {
      what: '{host} 返回的内容不是 API 答复。',
      next: '中间可能有代理或网络登录页，请用浏览器打开任意网页确认。',
    },
    unavailableOnSite: {
      what: '该账号所属站点不提供此接口。',
      next: '请在该站点的控制台操作，或确认账号的站点是否选对。',
    },
  },
  template: {
    invalid: { what: '模板中有云端不接受的值。', next: '请修改标出的字段。' },
    bound: { what: '该模板仍绑定在域名上，云端只允许删除未绑定的模板。', next: '请先解绑，或选择“解绑并删除”。' },
    notFound: { what: '该模板在云端已不存在，可能已被他人删除。', next: '请刷新列表。' },
    limit: { what: '该账号的回调模板数量已达云端上限。', next: '请删除一个不再使用的模板。' },
    noUrl: { what: '该模板已没有接收这类事件的地址。', next: '可能已被他人修改，请刷新列表。' },
    testGone: { what: '该测试事件已不再保留：发送已超过一小时，或工作台已重启。', next: '请重新发送一个测试事件。' },
    keyUnsure: {
      what: '云端没有应答，目前无法确定模板使用的是哪一个密钥。',
      next: '工作台同时接受这两个密钥。请在云端恢复应答后刷新列表确认。',
    },
  },
  binding: {
    playDomain: { what: '这是播放域名，只有推流域名才会产生回调。', next: '请将模板绑定到推流域名。' },
    putBackFailed: {
      what: '新的绑定失败，旧的绑定也未能恢复，该域名现在没有绑定模板。',
      next: '请尽快重新绑定模板，在此之前不会收到任何事件。',
    },
  },
  config: {
    ambiguous: {
      what: '该账号下有两个名为“{template}”的模板。配置文件以名称区分模板，因此无法导出。',
      next: '请先重命名其中一个，再重新导出。',
    },
    gone: {
      what: '工作台已不再保存该文件：工作台重启过，或文件读取已超过一小时。',
      next: '请重新选择文件。',
    },
  },
  health: {
    changed: {
      what: '未做任何更改：{domain} 上待修复的问题已发生变化。',
      next: '请重新检查，链路会显示缺少什么。',
    },
  },
  plan: {
    unknown: {
      what: '工作台已不再保存该方案：它是重启之前生成的，或属于其他账号。',
      next: '请重新生成方案。',
    },
    stale: {
      what: '云端现状与生成方案时不同，因此未做任何更改。',
      next: '请重新生成方案，差异会被标出。',
    },
  },
  activity: {
    noWayBack: {
      what: '工作台没有为该变更保留恢复方式。',
      next: '请手动更改，该记录中有变更前的内容。',
    },
  },
  domain: { notFound: { what: '该域名已不在此账号中。', next: '请刷新列表。' } },
  stream: {
    unknown: {
      what: '云端没有 {domain} 上的流 {stream}：它未在推流、未被封禁，近 30 天内也没有推流记录。未执行任何操作。',
      next: '请核对域名、应用和流名称。仅凭一条事件不能证明该流属于此账号。',
    },
    playDomain: {
      what: '{domain} 是播放域名，流只会推到推流域名。未执行任何操作。',
      next: '请选择该流所在的推流域名。',
    },
    banLength: { what: '封禁的结束时间必须晚于现在，且最长 {days} 天。', next: '请选择更早的结束时间。' },
    unclear: {
      what: '云端的应答丢失，且查询该流的状态后未见生效。请求没有重复发送。',
      next: '请查看该流的状态，再决定是否重新执行。',
    },
  },
  receiver: {
    bindUnavailable: {
      what: '接收端无法监听 {address}：本机目前没有这个地址。',
      next: '请检查网络，或为使用中的接入方式选择其他地址。工作台会继续尝试。',
    },
    portTaken: {
      what: '本机的另一个程序占用了接收端的端口。',
      next: '请在“设置 › 接收端与地址”中换一个端口，或关闭那个程序。',
    },
    noAddress: { what: '工作台还没有公网地址，云端无法访问。', next: '请在“设置 › 接收端与地址”中设置。' },
    addressUnreachable: {
      what: '公网地址无人应答。',
      next: '请确认隧道或反向代理正在运行，并指向接收端的本地地址。',
    },
    addressForeign: {
      what: '公网地址有应答，但不是这个工作台。',
      next: '请确认该地址归您所有，并且指向本机的接收端。',
    },
    addressRefuses: {
      what: '公网地址拒绝了请求（{status}），云端的事件同样会被拒绝。',
      next: '请确认隧道或反向代理原样转发 POST 请求及其 Host 头，且不需要登录。',
    },
    addressGateway: {
      what: '公网地址上的代理返回 {status}：代理在运行，但找不到后端。',
      next: '请确认它转发到接收端的本地地址，并且其后的隧道已连通。',
    },
    addressRedirects: {
      what: '公网地址返回重定向（{status}），指向 {location}。云端是否跟随重定向没有文档说明。',
      next: '如果目标地址归您所有，请直接使用该地址；否则请让代理不经重定向地转发 POST 请求。',
    },
    addressTls: {
      what: '公网地址的证书未通过校验：{reason}。',
      next: '请为代理配置对该域名有效、由公共机构签发且证书链完整的证书。',
    },
    addressDns: {
      what: 'DNS 无法解析公网地址的主机名 {host}。',
      next: '请检查拼写和解析记录。快速隧道停止后，其域名不会再恢复。',
    },
    addressClosed: {
      what: '与 {host} 的连接被拒绝：该处没有程序在监听。',
      next: '请启动隧道或反向代理，并检查端口和防火墙。',
    },
    addressTimeout: {
      what: '{host} 未在时限内应答。云端最多等待 20 秒，超时即视为投递失败。',
      next: '请确认隧道没有卡住，也没有防火墙丢弃流量；不确定时请重启隧道。',
    },
    addressProxy: {
      what: '本机自己的代理 {proxy} 无法连到公网地址，工作台因此无法验证该地址。',
      next: '请检查代理，或用 NO_PROXY 排除该地址。云端仍可能可以访问。',
    },
  },
  move: {
    notProven: {
      what: '新地址尚未指向此工作台，因此没有迁移任何模板。',
      next: '请等待验证通过，或到“设置 › 接收端与地址”查看问题所在。',
    },
  },
  tunnel: tunnelErrors,
  event: { notFound: { what: '该事件已不再保存。', next: '请刷新列表。' } },
  store: {
    full: {
      what: '磁盘已满。新事件会被答复“稍后再试”，云端会在一段时间内重发。',
      next: '请立即清理磁盘空间，工作台会自动恢复。',
    },
    failed: {
      what: '无法读写事件存储。',
      next: '请重启工作台。若仍然如此，请附上详情和 desk.log 文件进行反馈。',
    },
    busy: {
      what: '磁盘写入慢于事件到达，部分事件已被答复“稍后再试”，云端会在一段时间内重发。',
      next: '请查明本机磁盘因何繁忙，或将工作台移到更快的磁盘上。',
    },
  },
  case: {
    notFound: { what: '该案件已不存在。', next: '请刷新告警面板。' },
    stale: { what: '在您处置期间，案件已发生变化，本次未做任何操作。', next: '请查看期间发生了什么，再重新处置。' },
    claimed: { what: '{who} 正在处理该案件。', next: '请处理其他案件；若双方已商定，可以接手。' },
    needsConfirmation: { what: '该处置还需要再确认一次，目前未做任何操作。', next: '请按面板提示确认后，再次处置。' },
    noStream: {
      what: '告警中没有给出域名、应用和流名，无法请求云端处理。',
      next: '请查看原始事件，必要时在控制台处理。',
    },
    foreign: {
      what: '云端查不到该流属于此账号，因此未做任何操作：该告警可能是伪造的。',
      next: '请核对原始事件中的域名，并确认当前账号是否正确。',
    },
    tooLate: { what: '已来不及撤销：操作已经执行，或之后又有新的变化。', next: '可用“解除封禁”，或重新处置。' },
    interrupted: { what: '请求本应发往云端时，工作台已关闭、休眠或切换了账号，未做任何操作。', next: '请重新处置。' },
    unconfirmed: {
      what: '云端没有应答，流状态也无法说明操作是否生效，工作台没有重复请求。',
      next: '请查看该流的情况后重新处置。',
    },
  },
  moderator: {
    unknown: { what: '该审核员已不在此工作台。', next: '请选择其他姓名。' },
    wrongPin: { what: 'PIN 码不正确。', next: '请重试。' },
    tooManyTries: { what: 'PIN 码输错次数过多。', next: '请等待一分钟后重试。' },
    wrongTicket: { what: '该席位已失效。', next: '请重新进入。' },
    needsOperator: {
      what: '只要设有 PIN 码，就必须至少保留一位设有 PIN 码的运维，否则将无人能够更改工作台。',
      next: '请先为一位运维设置 PIN 码，或移除其他 PIN 码。',
    },
  },
  practice: { notRunning: { what: '演练云未在运行。', next: '请在“设置 › 演练云”中启动。' } },
}

export default zh
