/** What can be wrong with a tunnel, by the code after `tunnel.`. */
export default {
  unknown: {
    what: 'This way to the desk is no longer kept; it was removed meanwhile.',
    next: 'Choose another one.',
  },
  receiverDown: {
    what: 'The receiver on this machine does not listen, so a tunnel would lead nowhere.',
    next: 'Settle the receiver’s port first; the tunnel follows by itself.',
  },
  secretMissing: {
    what: 'The password or token of this way is not stored, or the secrets are locked.',
    next: 'Unlock the secrets, or edit the way and enter it again.',
  },
  hostUnknown: {
    what: 'The name {host} could not be resolved.',
    next: 'Check its spelling, and the network and DNS server of this machine.',
  },
  noRoute: {
    what: 'There is no route from this machine to {host}.',
    next: 'Check the network, the VPN and the address of the server.',
  },
  connectRefused: {
    what: '{host} answers, but nothing accepts connections at port {port}.',
    next: 'Check the port, and that the SSH server runs there.',
  },
  noAnswer: {
    what: '{host} does not answer at port {port}.',
    next: 'Check that the server runs, and that its firewall or security group lets this machine in.',
  },
  lost: {
    what: 'The connection to {host} broke off.',
    next: 'The desk reconnects by itself. If it happens often, look at the server’s log.',
  },
  notSsh: {
    what: 'What answers at {host}, port {port}, is no SSH server, or one that this desk cannot speak with.',
    next: 'Check host and port. The details hold what was said.',
  },
  hostKeyUnknown: {
    what: '{host} shows a key that nobody has confirmed yet: {type} {fingerprint}. Nothing was sent to it.',
    next: 'Compare it with what “ssh-keygen -l” prints on the server, then trust it.',
  },
  hostKeyChanged: {
    what: '{host} shows another key than the one confirmed, so the desk stopped before it sent anything. Shown: {type} {fingerprint}. Confirmed: {confirmed}. Either the server was set up anew, or somebody stands in between.',
    next: 'Ask whoever runs the server. Only if the new key is right, trust it.',
  },
  loginRefused: {
    what: '{host} refused the login of {user}.',
    next: 'Check user and key or password, and that the server allows this kind of login. The desk waits for you, so that it does not lock you out.',
  },
  keyUnreadable: {
    what: 'The key file {file} cannot be read.',
    next: 'Check the path and that this user may read the file.',
  },
  keyFormat: {
    what: '{file} holds no private key that the desk understands.',
    next: 'Choose the private key, not the .pub file; OpenSSH, PEM and PuTTY formats work.',
  },
  wrongPassphrase: {
    what: 'The passphrase does not open the key {file}, or it needs one and none is stored.',
    next: 'Edit the way and enter the passphrase of the key.',
  },
  agentMissing: {
    what: 'No SSH agent can be reached from this desk.',
    next: 'Start an agent and the desk after it, or choose a key file.',
  },
  agentEmpty: {
    what: 'The SSH agent of this machine holds no key.',
    next: 'Give it one with “ssh-add”; the desk goes on trying. Or choose a key file.',
  },
  forwardRefused: {
    what: '{host} let the desk in but does not forward ports for this user.',
    next: 'In its sshd_config allow it: AllowTcpForwarding yes or remote. In authorized_keys look for “restrict” or “permitlisten”.',
  },
  portTaken: {
    what: 'Port {port} of {host} is taken, or this user may not use it (below 1024 only root may).',
    next: 'Choose another port. If this desk held it a moment ago, the server frees it once it notices; “ClientAliveInterval 15” in its sshd_config makes that quick.',
  },
  loopbackOnly: {
    what: '{host} listens at port {port} for itself only, so nobody on the internet reaches it.',
    next: 'Set “GatewayPorts clientspecified” in its sshd_config and reload it, or put a reverse proxy on the server in front. If that is set already, its firewall refuses the port.',
  },
  silent: {
    what: 'The tunnel claimed to be up, but no signed message came back through it.',
    next: 'The desk has opened it anew. If this stays, look at what stands between the address and the tunnel.',
  },
  slept: { what: 'This machine was asleep.', next: 'The desk reconnects by itself.' },
  networkChanged: { what: 'The network of this machine is another one now.', next: 'The desk reconnects by itself.' },
  cloudflaredMissing: {
    what: 'The program cloudflared was not found ({file}).',
    next: 'Install it (brew install cloudflared, winget install Cloudflare.cloudflared, or from Cloudflare’s downloads), or enter where it is.',
  },
  cloudflaredTooOld: {
    what: 'This cloudflared ({version}) is too old; {least} or newer is needed.',
    next: 'Update it, for example with “cloudflared update”.',
  },
  cloudflaredRateLimited: {
    what: 'Cloudflare gives no more quick tunnels to this network for now (429).',
    next: 'Wait some minutes, or use a named tunnel or another way; the desk goes on trying.',
  },
  cloudflaredToken: {
    what: 'Cloudflare does not accept the token of the tunnel.',
    next: 'Copy the token again from the tunnel’s page in the Zero Trust dashboard and edit the way.',
  },
  cloudflaredNetwork: {
    what: 'cloudflared does not reach Cloudflare.',
    next: 'Check the network, and that the firewall lets port 7844 out (TCP and UDP).',
  },
  cloudflaredEnded: {
    what: 'cloudflared ended by itself.',
    next: 'The desk starts it again. The details hold its last words.',
  },
  ngrokMissing: {
    what: 'The part of ngrok for this kind of machine is not installed.',
    next: 'Install the desk again on this machine (npm ci), or use another way.',
  },
  ngrokToken: {
    what: 'ngrok does not accept the authtoken ({ngrokCode}).',
    next: 'Copy it again from “Your Authtoken” on the ngrok dashboard and edit the way.',
  },
  ngrokQuota: {
    what: 'A limit of the ngrok account is used up ({ngrokCode}).',
    next: 'Look at the usage on the ngrok dashboard; upgrade, or switch to another way.',
  },
  ngrokDomain: {
    what: 'The domain {domain} does not belong to this ngrok account ({ngrokCode}).',
    next: 'Enter a domain from “Domains” on the ngrok dashboard.',
  },
  ngrokElsewhere: {
    what: 'The domain {domain}, or the only session of the account, is in use somewhere else ({ngrokCode}).',
    next: 'End the other ngrok agent, on its machine or from the dashboard; the desk goes on trying.',
  },
  ngrokNetwork: {
    what: 'ngrok’s service cannot be reached.',
    next: 'Check the network and that the firewall lets port 443 out to connect.ngrok-agent.com.',
  },
  ngrokRefused: {
    what: 'ngrok refused the tunnel ({ngrokCode}).',
    next: 'Look the code up at ngrok.com/docs/errors. The details hold its own words.',
  },
}
