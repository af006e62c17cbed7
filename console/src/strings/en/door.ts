/** Signing in, and where mailed links lead. */

const spaced = (code: number): string => `${code} digits`;

export const door = {
  signIn: {
    heading: 'Sign in',
    lead: 'The responder console',
    email: 'Email',
    password: 'Password',
    button: 'Sign in',
    busy: 'Signing in…',
    wrong: 'Email and password do not match. Check both and try again.',
    tooMany: (wait: string, until: string) => `Too many tries. Please wait ${wait}, until ${until}, then try again.`,
    tooManySoon: 'Too many tries. Please wait a few minutes, then try again.',
    unreachable: 'Holdfast cannot be reached. Check your connection and try again.',
    trouble: 'Signing in did not work because of a fault on our side. Try again in a moment.',
    noCookies: 'This browser keeps no cookies for this page, so you cannot stay signed in. Allow them, and open the page over https.',
    why: {
      expired: 'Your session has ended. Sign in again to go on.',
      elsewhere: 'In another window of this browser, you were signed out or somebody else signed in.',
      reset: 'Your new password is saved, and you were signed out everywhere. Sign in with it.',
    },
    kept: 'What you were writing to texters is kept in this window for you.',
    untold: 'You are signed out here, but Holdfast does not know yet. Keep this window open: it is told as soon as the connection is back.',
    resuming: 'Opening your conversations…',
    again: 'Try again',
    otherWays: 'Without a password',
    askCode: 'Send me a code',
    askLink: 'Send me a link',
    forgotten: 'Forgotten password?',
    sending: 'Sending…',
    back: 'Back to signing in',
  },
  code: {
    heading: 'Type the code',
    sent: {
      email: (address: string) => `If ${address} has an account here, a code is on its way there by email.`,
      sms: (address: string) => `If ${address} has an account here, a code is on its way to its phone by text message.`,
    },
    good: 'It is good for 5 minutes, and once. The latest one counts.',
    label: 'Code',
    hint: (length: number) => `${spaced(length)}. You can paste it.`,
    incomplete: (length: number) => `The code has ${spaced(length)}.`,
    wrong: 'That code is not right, or it was used, or it is too old. Check it, or have another sent.',
    another: { email: 'Send another by email', sms: 'Send another by text message' },
    instead: { email: 'Send it by email instead', sms: 'Text it to me instead' },
    sentAgain: 'Another code is on its way.',
  },
  sentLink: {
    heading: 'Look into your mail',
    link: (address: string) => `If ${address} has an account here, a link to sign in with is on its way there. It is good for 15 minutes, and once.`,
    reset: (address: string) => `If ${address} has an account here, a link to choose a new password is on its way there. It is good for 30 minutes, and once.`,
    nothing: 'Nothing came after a few minutes? Look among the unwanted mail, and check how the address is written.',
  },
  link: {
    magic: {
      heading: 'Sign in with your link',
      lead: 'You opened the link that was mailed to you. It works once, so it is used only when you press the button.',
      button: 'Sign in',
      busy: 'Signing in…',
    },
    welcome: {
      heading: 'Welcome to Holdfast',
      lead: 'An account was made for you. Choose a password, and you are in.',
      name: 'Your name, as your colleagues see it',
      nameHint: 'Leave it empty to keep the name you were invited with.',
      button: 'Save and come in',
      busy: 'Saving…',
    },
    reset: {
      heading: 'Choose a new password',
      lead: 'You are signed out everywhere by it, and sign in with the new one.',
      button: 'Save the new password',
      busy: 'Saving…',
    },
    bad: {
      magic: 'This link does not work: it was used, or is too old, or another was sent after it. Have a new one sent.',
      welcome: 'This invitation does not work: it was used, or is too old, or another was sent after it. Ask whoever invited you for a new one.',
      reset: 'This link does not work: it was used, or is too old, or another was sent after it. Have a new one sent.',
    },
    trouble: 'That did not work because of a fault on our side. Try again in a moment.',
    leave: 'Go to signing in',
  },
  password: {
    chosen: 'New password',
    rules: [
      'At least 12 characters. Three or four words that nobody would put together are good.',
      'Not one of the common passwords, nothing that repeats itself.',
      'Not made of your name, your email address or ours.',
    ],
    /** `why` is the server's, such as “must have 12 characters at least”. */
    refused: (why: string) => `This password ${why}.`,
    nameRefused: (why: string) => `The name was not taken: ${why}.`,
    show: 'Show the password',
    missing: 'Choose a password.',
  },
} as const;
