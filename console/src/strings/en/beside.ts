/** What the pages beside the work share: lists, differences, files. */

export const beside = {
  beside: {
    operator: 'The operator',
    roles: { responder: 'responder', supervisor: 'supervisor', admin: 'admin', outreach: 'outreach', platform_admin: 'platform admin', system: 'by itself', operator: 'operator' } as Readonly<Record<string, string>>,
    nothing: '(nothing)',
    yes: 'yes',
    no: 'no',
    before: 'Before',
    after: 'After',
    loading: 'Loading…',
    failed: 'This could not be loaded.',
    stale: 'There is more that could not be loaded.',
    again: 'Try again',
    older: 'Show older ones',
    noneYet: 'Nothing fits so far. There are older ones to look through.',
    copy: 'Copy',
    copied: 'Copied.',
    copyFailed: 'It could not be copied: select it and copy it yourself.',
    uncertain: 'It is not certain that this worked. Look before you do it again.',
  },
} as const;
