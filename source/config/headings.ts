/** Under what a long help lists its flags; what is under none stands under `Options`. */
export const headings = {
  reached: 'Where Vonage reaches it:',
  answering: 'What answers a call:',
  acting: 'Acting on calls:',
  watching: 'Others who watch:',
  telemetry: 'OpenTelemetry:',
  bus: 'The bus of a team:',
  api: 'The Conversation API:',
  shown: 'How it is shown:',
  kept: 'What is kept:',
  stopping: 'When it stops, and how:',
  occasions: 'When something happens:',
  simulated: 'Simulated calls:',
  application: 'Your application:',
  calls: 'The calls:',
  keys: 'Keys and secrets:',
  faults: 'What goes wrong:',
} as const;

export type Heading = keyof typeof headings;
