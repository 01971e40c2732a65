export default {
  title: 'Alerts',
  list: 'Moderation events, newest first',
  filter: 'Verdict',
  all: 'All',
  count: '{count} in the last 24 hours',
  speech: 'sound',
  image: 'picture',
  empty: {
    title: 'No alerts',
    text: 'Image and audio moderation events appear here. For porn detection four things must be in place: a snapshot template with porn detection, a snapshot rule, a callback template with the image moderation address, and its binding. They count for streams started afterwards.',
    filteredTitle: 'No alert with this verdict',
    filteredText: 'Other verdicts may be there.',
  },
}
