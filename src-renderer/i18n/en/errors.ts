import tunnelErrors from './tunnel-errors.ts'

/** By ErrorCode: `what` says what happened and why, `next` what to do. */
export default {
  details: { code: 'Code', requestId: 'Request id', action: 'Call', message: 'Message' },
  openAccounts: 'Open Accounts',
  fallback: { host: 'The server', proxy: 'the proxy' },
  call: {
    unknown: {
      what: 'This window asked for something the desk does not know.',
      next: 'The window is probably older than the desk: reload it.',
    },
    input: {
      what: 'The desk refused a value that was sent to it.',
      next: 'Correct the field named in the details and try again.',
    },
    role: {
      what: 'Your role on this desk does not allow this.',
      next: 'Ask somebody with the role “{needed}”.',
    },
    cancelled: { what: 'This was cancelled before it ended.', next: 'Start it again if you still need it.' },
  },
  connection: {
    lost: {
      what: 'The connection to the desk was lost before the answer came.',
      next: 'It reconnects by itself. Check whether the change was made before you repeat it.',
    },
  },
  internal: {
    what: 'Something went wrong inside the desk. This is a fault of the program, not of your input.',
    next: 'Try again. If it happens again, report it with the details and the file desk.log.',
  },
  account: {
    none: {
      what: 'No account is connected, so there is nothing to ask the cloud for.',
      next: 'Add an account under Settings, or start the practice cloud.',
    },
    unknown: {
      what: 'This account is no longer on the desk; it was removed meanwhile.',
      next: 'Choose another account.',
    },
    noKey: {
      what: 'The desk holds no key for this account, so nothing can be signed.',
      next: 'Enter its SecretId and SecretKey under Settings, Accounts.',
    },
    tokenExpired: {
      what: 'The temporary token of this account has expired.',
      next: 'Enter a new token with its SecretId and SecretKey under Settings, Accounts.',
    },
  },
  vault: {
    locked: {
      what: 'The stored secrets are locked.',
      next: 'Enter the passphrase to unlock them.',
    },
    wrongPassphrase: {
      what: 'This passphrase does not open the stored secrets.',
      next: 'Check the keyboard layout and Caps Lock, then try again.',
    },
    unreadable: {
      what: 'The stored secrets cannot be read now. They were left as they are.',
      next: 'If the system keychain is locked, unlock it and restart the desk. Otherwise choose how secrets are kept anew under Settings, Secrets, and enter the keys again.',
    },
  },
  cloud: {
    refused: {
      what: 'The cloud refused the request ({apiCode}).',
      next: 'The details hold its own words and the request id that Tencent Cloud support asks for.',
    },
    dns: {
      what: 'The name {host} could not be resolved.',
      next: 'Check the network, the DNS server and the endpoint of the account.',
    },
    connect: {
      what: '{host} refused the connection or could not be reached.',
      next: 'Check the network, the firewall and the endpoint of the account.',
    },
    tls: {
      what: 'No trusted encrypted connection to {host} could be made: its certificate was not accepted.',
      next: 'Check this machine’s clock, and whether a proxy opens encrypted traffic.',
    },
    proxy: {
      what: 'The proxy {proxy} did not pass the request on to {host}.',
      next: 'Check HTTPS_PROXY and NO_PROXY and the login of the proxy.',
    },
    timeout: {
      what: '{host} did not answer in time.',
      next: 'Try again. If it happens often, check the network and the proxy.',
    },
    reset: {
      what: 'The connection to {host} broke off in the middle of the answer.',
      next: 'Try again. Look first whether a change was made all the same.',
    },
    http: {
      what: '{host} answered with an HTTP error instead of an API answer (status {status}).',
      next: 'It may be overloaded, or a proxy stands in between. Try again in a minute.',
    },
    notJson: {
      what: '{host} answered with something that is not an API answer.',
      next: 'A proxy or a login page of the network may stand in between. Open any web page in a browser to see.',
    },
    unavailableOnSite: {
      what: 'The site of this account does not offer this call.',
      next: 'Do this in the console of the site, or check that the account’s site is right.',
    },
  },
  template: {
    invalid: {
      what: 'The template has values that the cloud does not accept.',
      next: 'Correct the fields that are marked.',
    },
    bound: {
      what: 'The template is still bound to a domain, and the cloud deletes only unbound ones.',
      next: 'Unbind it first, or choose to unbind and delete in one go.',
    },
    notFound: {
      what: 'The template no longer exists in the cloud; somebody deleted it meanwhile.',
      next: 'Refresh the list.',
    },
    limit: {
      what: 'The account holds as many callback templates as the cloud allows.',
      next: 'Delete one that is not used.',
    },
    noUrl: {
      what: 'The template has no address for these events any more.',
      next: 'Refresh the list; somebody has changed it meanwhile.',
    },
    testGone: {
      what: 'This test event is no longer kept: it is more than an hour old, or the desk was restarted.',
      next: 'Send a new one.',
    },
    keyUnsure: {
      what: 'The cloud did not answer, so it is not known which of the two keys the template has now.',
      next: 'The desk accepts both. Refresh the list once the cloud answers again: then it shows.',
    },
  },
  binding: {
    playDomain: {
      what: 'This is a play domain; callbacks come from push domains only.',
      next: 'Bind the template to a push domain.',
    },
    putBackFailed: {
      what: 'The new binding failed, and the old one could not be put back either. The domain is unbound now.',
      next: 'Bind a template again as soon as possible: no events arrive until then.',
    },
  },
  config: {
    ambiguous: {
      what: 'Two templates of this account are called “{template}”. The file knows templates by name, so that it could not tell them apart.',
      next: 'Rename one of them, then export again.',
    },
    gone: {
      what: 'The desk no longer holds this file: it was restarted, or the file was read more than an hour ago.',
      next: 'Choose the file again.',
    },
  },
  health: {
    changed: {
      what: 'Nothing was done: what was to be mended on {domain} is another matter by now.',
      next: 'Check again; the chain shows what is missing.',
    },
  },
  plan: {
    unknown: {
      what: 'The desk no longer holds this plan: it was made before a restart, or for another account.',
      next: 'Make the plan again.',
    },
    stale: {
      what: 'The cloud holds something else than when this plan was made, so nothing was done.',
      next: 'Make the plan again; the differences are marked.',
    },
  },
  activity: {
    noWayBack: {
      what: 'The desk kept no way back for this change.',
      next: 'Make the change by hand; the entry shows what was before.',
    },
  },
  domain: {
    notFound: {
      what: 'The domain is no longer in this account.',
      next: 'Refresh the list.',
    },
  },
  stream: {
    unknown: {
      what: 'The cloud knows no stream {stream} on {domain}: it is not on air, not banned, and was not pushed within the last 30 days. Nothing was done.',
      next: 'Check the domain, app and name. An event alone is no proof that a stream is yours.',
    },
    playDomain: {
      what: '{domain} is a play domain; streams are pushed to push domains. Nothing was done.',
      next: 'Choose the push domain the stream comes from.',
    },
    banLength: {
      what: 'A ban must end in the future, and after {days} days at most.',
      next: 'Choose an earlier end.',
    },
    unclear: {
      what: 'The cloud’s answer got lost, and the stream does not look as if it was done. It was not sent again.',
      next: 'Look at the stream’s state, then decide whether to do it once more.',
    },
  },
  receiver: {
    bindUnavailable: {
      what: 'The receiver cannot listen on {address}: this machine has no such address now.',
      next: 'Check the network, or choose another address for the way in use. The desk goes on trying.',
    },
    portTaken: {
      what: 'Another program on this machine already uses the receiver’s port.',
      next: 'Choose another port under Settings, Receiver and address, or close that program.',
    },
    noAddress: {
      what: 'The desk has no public address, so the cloud cannot reach it.',
      next: 'Set one under Settings, Receiver and address.',
    },
    addressUnreachable: {
      what: 'Nobody answers at the public address.',
      next: 'Check that the tunnel or reverse proxy runs and leads to the receiver’s local address.',
    },
    addressForeign: {
      what: 'Somebody answers at the public address, but it is not this desk.',
      next: 'Check that the address is yours and that it leads to this machine’s receiver.',
    },
    addressRefuses: {
      what: 'The public address answers with a refusal ({status}), so the cloud’s events would be refused as well.',
      next: 'Check that the tunnel or reverse proxy passes POST requests and their Host header on unchanged, without a login.',
    },
    addressGateway: {
      what: 'A proxy answers at the public address with {status}: it runs, but finds nothing behind it.',
      next: 'Check that it forwards to the receiver’s local address, and that the tunnel behind it is up.',
    },
    addressRedirects: {
      what: 'The public address answers with a redirect ({status}) to {location}. The cloud is not known to follow one.',
      next: 'Use the address it redirects to, if that is yours, or let the proxy pass POST requests on without redirecting.',
    },
    addressTls: {
      what: 'The certificate of the public address is not accepted: {reason}.',
      next: 'Give the proxy a certificate that is valid for this name, from a public authority and with its whole chain.',
    },
    addressDns: {
      what: 'The name {host} of the public address is not known to DNS.',
      next: 'Check its spelling and its DNS record. A quick tunnel’s name is gone for good once the tunnel has stopped.',
    },
    addressClosed: {
      what: 'The connection to {host} was refused: nothing listens there.',
      next: 'Start the tunnel or reverse proxy, and check its port and the firewall.',
    },
    addressTimeout: {
      what: '{host} did not answer in time. The cloud waits 20 s at most before it counts an event as not delivered.',
      next: 'Check that the tunnel is not stuck and that no firewall drops the traffic; restart the tunnel if in doubt.',
    },
    addressProxy: {
      what: 'This computer’s own proxy {proxy} does not let it reach the public address, so the desk cannot prove it.',
      next: 'Check the proxy, or except the address from it with NO_PROXY. The cloud may reach it all the same.',
    },
  },
  move: {
    notProven: {
      what: 'The new address does not lead to this desk yet, so nothing was moved.',
      next: 'Wait until it is proven, or see Settings, Receiver and address, for what is wrong.',
    },
  },
  tunnel: tunnelErrors,
  event: {
    notFound: {
      what: 'This event is no longer stored.',
      next: 'Refresh the list.',
    },
  },
  store: {
    full: {
      what: 'The disk is full. New events are answered with “try later”, and the cloud repeats them for a while.',
      next: 'Free space on the disk now; the desk resumes by itself.',
    },
    failed: {
      what: 'The store of events could not be read or written.',
      next: 'Restart the desk. If it stays so, report it with the details and the file desk.log.',
    },
    busy: {
      what: 'The disk is slower than the events arrive, so some were answered with “try later”. The cloud repeats them for a while.',
      next: 'Find out what keeps the disk of this machine busy, or move the desk to a faster one.',
    },
  },
  case: {
    notFound: { what: 'This case is no longer here.', next: 'Refresh the board.' },
    stale: {
      what: 'The case changed while you were deciding, so nothing was done.',
      next: 'Look at what happened meanwhile, then decide again.',
    },
    claimed: {
      what: '{who} is working on this case.',
      next: 'Choose another one, or take it over if you have agreed on that.',
    },
    needsConfirmation: {
      what: 'This decision needs one more confirmation, so nothing was done yet.',
      next: 'Confirm what the board asks for, then decide again.',
    },
    noStream: {
      what: 'The alerts do not name a domain, app and stream, so there is nothing the cloud could be asked to stop.',
      next: 'Look at the raw event, and act in the console if need be.',
    },
    foreign: {
      what: 'The cloud does not know this stream as one of this account, so nothing was done: the alert may be forged.',
      next: 'Check the domain in the raw event, and whether the right account is active.',
    },
    tooLate: {
      what: 'It is too late to take this back: it has been carried out, or something else happened since.',
      next: 'Use “resume” to lift a ban, or decide again.',
    },
    interrupted: {
      what: 'The desk was closed, asleep or on another account when this was to leave for the cloud, so nothing was done.',
      next: 'Decide again.',
    },
    unconfirmed: {
      what: 'The cloud did not answer, and the stream’s state does not show whether this was done. It was not repeated.',
      next: 'Look at the stream, then decide again.',
    },
  },
  moderator: {
    unknown: { what: 'This moderator is no longer on the desk.', next: 'Choose another name.' },
    wrongPin: { what: 'This is not the PIN.', next: 'Try again.' },
    tooManyTries: { what: 'Too many wrong PINs.', next: 'Wait a minute, then try again.' },
    wrongTicket: { what: 'This seat is no longer kept.', next: 'Enter again.' },
    needsOperator: {
      what: 'At least one moderator with the role operator and a PIN must remain while any PIN is set; otherwise nobody could change the desk any more.',
      next: 'Give an operator a PIN first, or remove the other PINs.',
    },
  },
  practice: {
    notRunning: {
      what: 'The practice cloud is not running.',
      next: 'Start it under Settings, Practice cloud.',
    },
  },
}
