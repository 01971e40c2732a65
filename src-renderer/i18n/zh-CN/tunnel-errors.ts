import type en from '../en/tunnel-errors.ts'

const zh: typeof en = {
  unknown: { what: '该接入方式已不存在，可能刚刚被移除。', next: '请选择其他方式。' },
  receiverDown: {
    what: '本机的接收端没有在监听，隧道将无处可通。',
    next: '请先解决接收端的端口问题，隧道会自动恢复。',
  },
  secretMissing: {
    what: '该接入方式的密码或令牌没有保存，或密钥库处于锁定状态。',
    next: '请解锁密钥库，或编辑该方式并重新填写。',
  },
  hostUnknown: { what: '无法解析主机名 {host}。', next: '请检查拼写，以及本机的网络和 DNS。' },
  noRoute: { what: '本机没有到 {host} 的网络路由。', next: '请检查网络、VPN 和服务器地址。' },
  connectRefused: {
    what: '{host} 有应答，但端口 {port} 不接受连接。',
    next: '请检查端口，并确认 SSH 服务在该端口运行。',
  },
  noAnswer: {
    what: '{host} 的端口 {port} 没有应答。',
    next: '请确认服务器在运行，且防火墙或安全组放行了本机。',
  },
  lost: { what: '与 {host} 的连接中断。', next: '工作台会自动重连。如果经常发生，请查看服务器日志。' },
  notSsh: {
    what: '{host} 端口 {port} 上应答的不是 SSH 服务，或工作台无法与之协商。',
    next: '请检查主机和端口，详情中有对方的原话。',
  },
  hostKeyUnknown: {
    what: '{host} 出示的主机密钥尚未确认：{type} {fingerprint}。没有向它发送任何内容。',
    next: '请与服务器上 “ssh-keygen -l” 的输出比对，一致后再信任。',
  },
  hostKeyChanged: {
    what: '{host} 出示的主机密钥与已确认的不同，工作台在发送任何内容之前已停止。现在出示：{type} {fingerprint}。已确认：{confirmed}。可能是服务器重装过，也可能有人在中间。',
    next: '请向服务器管理员核实。只有确认新密钥无误后才能信任它。',
  },
  loginRefused: {
    what: '{host} 拒绝了用户 {user} 的登录。',
    next: '请检查用户名、密钥或密码，以及服务器是否允许这种登录方式。为避免账号被锁定，工作台会等待您处理。',
  },
  keyUnreadable: { what: '无法读取密钥文件 {file}。', next: '请检查路径，以及当前用户是否有读取权限。' },
  keyFormat: {
    what: '{file} 中没有工作台能识别的私钥。',
    next: '请选择私钥文件，而不是 .pub 文件；支持 OpenSSH、PEM 和 PuTTY 格式。',
  },
  wrongPassphrase: {
    what: '口令打不开密钥 {file}，或者该密钥需要口令但没有保存。',
    next: '请编辑该方式并填写密钥的口令。',
  },
  agentMissing: { what: '工作台找不到 SSH agent。', next: '请先启动 agent 再启动工作台，或改用密钥文件。' },
  agentEmpty: {
    what: '本机的 SSH agent 中没有密钥。',
    next: '请用 “ssh-add” 添加密钥，工作台会继续重试；或改用密钥文件。',
  },
  forwardRefused: {
    what: '{host} 允许登录，但不允许该用户转发端口。',
    next: '请在 sshd_config 中设置 AllowTcpForwarding yes 或 remote，并检查 authorized_keys 中是否有 “restrict” 或 “permitlisten”。',
  },
  portTaken: {
    what: '{host} 的端口 {port} 已被占用，或该用户无权使用（1024 以下仅 root 可用）。',
    next: '请换一个端口。如果刚才正是本工作台占用，服务器发现断开后会释放；在 sshd_config 中设置 “ClientAliveInterval 15” 可以加快。',
  },
  loopbackOnly: {
    what: '{host} 的端口 {port} 只对服务器自身开放，互联网无法访问。',
    next: '请在 sshd_config 中设置 “GatewayPorts clientspecified” 并重新加载，或在服务器上加一层反向代理。如果已经设置，则是防火墙拒绝了该端口。',
  },
  silent: {
    what: '隧道显示已连接，但签名消息没有经它返回。',
    next: '工作台已重新建立隧道。如果持续出现，请检查公网地址与隧道之间的环节。',
  },
  slept: { what: '本机刚从休眠中恢复。', next: '工作台会自动重连。' },
  networkChanged: { what: '本机的网络发生了变化。', next: '工作台会自动重连。' },
  cloudflaredMissing: {
    what: '没有找到 cloudflared 程序（{file}）。',
    next: '请安装它（brew install cloudflared、winget install Cloudflare.cloudflared 或从 Cloudflare 下载），或填写它的路径。',
  },
  cloudflaredTooOld: {
    what: '当前的 cloudflared（{version}）版本过旧，需要 {least} 或更新版本。',
    next: '请更新，例如运行 “cloudflared update”。',
  },
  cloudflaredRateLimited: {
    what: 'Cloudflare 暂时不再向当前网络提供快速隧道（429）。',
    next: '请等待几分钟，或改用命名隧道或其他方式；工作台会继续尝试。',
  },
  cloudflaredToken: {
    what: 'Cloudflare 不接受该隧道的令牌。',
    next: '请在 Zero Trust 控制台的隧道页面重新复制令牌，然后编辑该方式。',
  },
  cloudflaredNetwork: {
    what: 'cloudflared 无法连接 Cloudflare。',
    next: '请检查网络，并确认防火墙放行出站端口 7844（TCP 和 UDP）。',
  },
  cloudflaredEnded: { what: 'cloudflared 自行退出。', next: '工作台会重新启动它，详情中有它最后的输出。' },
  ngrokMissing: {
    what: '没有安装适用于本机的 ngrok 组件。',
    next: '请在本机重新安装工作台（npm ci），或改用其他方式。',
  },
  ngrokToken: {
    what: 'ngrok 不接受该 authtoken（{ngrokCode}）。',
    next: '请在 ngrok 控制台的 “Your Authtoken” 重新复制，然后编辑该方式。',
  },
  ngrokQuota: {
    what: 'ngrok 账号的额度已用完（{ngrokCode}）。',
    next: '请在 ngrok 控制台查看用量，升级套餐或切换到其他方式。',
  },
  ngrokDomain: {
    what: '域名 {domain} 不属于该 ngrok 账号（{ngrokCode}）。',
    next: '请填写 ngrok 控制台 “Domains” 中的域名。',
  },
  ngrokElsewhere: {
    what: '域名 {domain} 或账号唯一的会话正在别处使用（{ngrokCode}）。',
    next: '请在那台机器上或在控制台中结束另一个 ngrok；工作台会继续尝试。',
  },
  ngrokNetwork: {
    what: '无法连接 ngrok 服务。',
    next: '请检查网络，并确认防火墙放行到 connect.ngrok-agent.com 的出站端口 443。',
  },
  ngrokRefused: {
    what: 'ngrok 拒绝了该隧道（{ngrokCode}）。',
    next: '请在 ngrok.com/docs/errors 查询该代码，详情中有它的原话。',
  },
}

export default zh
