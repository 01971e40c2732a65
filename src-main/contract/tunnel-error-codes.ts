/** Every way a tunnel can fail. */
export const tunnelErrorCodes = [
  'tunnel.unknown',
  'tunnel.receiverDown',
  'tunnel.secretMissing',
  // the way to a server
  'tunnel.hostUnknown',
  'tunnel.noRoute',
  'tunnel.connectRefused',
  'tunnel.noAnswer',
  'tunnel.lost',
  'tunnel.notSsh',
  // the login
  'tunnel.hostKeyUnknown',
  'tunnel.hostKeyChanged',
  'tunnel.loginRefused',
  'tunnel.keyUnreadable',
  'tunnel.keyFormat',
  'tunnel.wrongPassphrase',
  'tunnel.agentMissing',
  'tunnel.agentEmpty',
  // the forward
  'tunnel.forwardRefused',
  'tunnel.portTaken',
  'tunnel.loopbackOnly',
  // why one that stood was opened anew
  'tunnel.silent',
  'tunnel.slept',
  'tunnel.networkChanged',
  // cloudflared
  'tunnel.cloudflaredMissing',
  'tunnel.cloudflaredTooOld',
  'tunnel.cloudflaredRateLimited',
  'tunnel.cloudflaredToken',
  'tunnel.cloudflaredNetwork',
  'tunnel.cloudflaredEnded',
  // ngrok
  'tunnel.ngrokMissing',
  'tunnel.ngrokToken',
  'tunnel.ngrokQuota',
  'tunnel.ngrokDomain',
  'tunnel.ngrokElsewhere',
  'tunnel.ngrokNetwork',
  'tunnel.ngrokRefused',
] as const
