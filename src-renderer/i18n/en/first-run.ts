export default {
  title: 'Welcome to Callback Desk',
  text: 'It keeps the callback configuration of your Tencent Cloud live streams right, receives the events here, and shows alerts while the stream is still on air. Where do you want to begin?',
  readOnly: 'Your role on this desk may look, but not connect accounts.',
  connect: {
    title: 'Connect an account',
    text: 'With the key of a Tencent Cloud account: your domains, templates and bindings appear at once. Nothing is changed until you say so.',
    start: 'Connect an account',
    submit: 'Connect and show the domains',
  },
  takeOver: {
    title: 'Take over a colleague’s set-up',
    text: 'With a file that their desk has exported: templates, bindings and domains, with this desk’s own address in place of theirs. You see what would change before anything does.',
    start: 'Connect and choose the file',
    submit: 'Connect and choose the file',
  },
  practice: {
    title: 'Practise first',
    text: 'A live cloud on this machine with domains, streams and flagged pictures that are only shapes. Everything can be tried and nothing can be broken.',
  },
}
