/** What stands before the fuses in every Electron executable. */
export const fuseMarker = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
