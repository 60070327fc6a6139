/** The chapters of the reference, in its order, and what each is about. */
export const tags = {
  Pushes: 'Ask for messages, follow them, call them back.',
  Audiences:
    'One message to many: bring the recipients, look at what would happen, start, follow, stop.',
  'Dead letters': 'What will not be tried again by itself: by cause, and how to put it back.',
  'Mini program': 'What the mini program calls: login, asking for grants, reporting the answer.',
  'From WeChat': 'Where WeChat posts its events: the address for the console of the mini program.',
  Apps: 'Mini programs: secrets, pauses, rates, the plan of what to ask for.',
  Templates: 'Message templates as WeChat has them, and what changed.',
  'Users and grants': 'Who may be written to, how often, and the evidence for it.',
  'API keys': 'Keys of the business systems that call.',
  Webhooks: 'Where Yuexin posts what became of pushes, and every post made.',
  Callbacks: 'The posts themselves: what your endpoint gets, and what its answers mean.',
  Operating: 'Figures, alarms, and who changed what.',
  Console: 'What the pages at /console are made of.',
} as const;

export type Tag = keyof typeof tags;
